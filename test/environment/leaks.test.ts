import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig, GlobalConfig } from 'payload'
import { computePlan, inEnvironment, runPromotion } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const mediaDirectory = path.join(tmpdir(), `promote-leaks-${process.pid}`)
mkdirSync(mediaDirectory, { recursive: true })

const everybody = { read: () => true }
const authors: CollectionConfig = {
  slug: 'authors',
  access: everybody,
  fields: [
    { name: 'name', type: 'text' },
    { name: 'posts', type: 'join', collection: 'posts' as never, on: 'author' },
  ],
}
const posts: CollectionConfig = {
  slug: 'posts',
  access: { read: ({ req }) => (req.user ? true : { _status: { equals: 'published' } }), readVersions: () => true },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'author', type: 'relationship', relationTo: 'authors' as never },
    { name: 'related', type: 'relationship', relationTo: ['posts', 'media'] as never },
    { name: 'image', type: 'upload', relationTo: 'media' as never },
    { name: 'body', type: 'richText' },
  ],
}
const media: CollectionConfig = {
  slug: 'media',
  access: everybody,
  upload: { staticDir: mediaDirectory, imageSizes: [{ name: 'small', width: 10 }] },
  fields: [{ name: 'alt', type: 'text' }],
}
const comments: CollectionConfig = {
  slug: 'comments',
  access: { read: () => true, create: () => true },
  fields: [
    { name: 'text', type: 'text' },
    { name: 'post', type: 'relationship', relationTo: 'posts' as never },
  ],
}
const badges: CollectionConfig = {
  slug: 'badges',
  access: everybody,
  fields: [
    { name: 'name', type: 'text' },
    { name: 'post', type: 'relationship', relationTo: 'posts' as never },
    { name: 'icon', type: 'upload', relationTo: 'media' as never },
  ],
}
const header: GlobalConfig = {
  slug: 'header',
  access: everybody,
  versions: { drafts: true },
  fields: [
    { name: 'claim', type: 'text' },
    { name: 'featured', type: 'relationship', relationTo: 'posts' as never },
  ],
}
const notice: GlobalConfig = {
  slug: 'notice',
  access: everybody,
  fields: [{ name: 'post', type: 'relationship', relationTo: 'posts' as never }],
}

/** Stands in everything that only staging holds. */
const secret = 'STAGED-SECRET'

describe('the public', () => {
  let site: Site
  let ids: { author: number; post: number; draft: number; media: number; comment: number; badge: number }
  let editor: { authorization: string }
  let customer: { authorization: string }

  const image = (color: string) =>
    sharp({ create: { width: 20, height: 20, channels: 3, background: color } })
      .png()
      .toBuffer()
  const file = async (color: string) => {
    const data = await image(color)
    return { data, mimetype: 'image/png', name: 'photo.png', size: data.length }
  }
  const get = async (url: string, headers?: HeadersInit) => {
    const response = await site.request(url, headers ? { headers } : {})
    return { status: response.status, text: await response.text(), headers: response.headers }
  }

  beforeAll(async () => {
    site = await createSite({
      collections: [authors, posts, media, comments, badges],
      globals: [header, notice],
      options: {
        collections: { authors: true, posts: true, media: true, comments: 'separate' },
        globals: { header: true },
      },
    })
    const { payload } = site
    const create = async (collection: string, data: Record<string, unknown>, more = {}) =>
      (await payload.create({ collection: collection as never, data: data as never, ...more })) as unknown as {
        id: number
      }
    const author = await create('authors', { name: 'Ada' })
    const photo = await create('media', { alt: 'old' }, { file: await file('red') })
    const post = await create('posts', { title: 'Old title', author: author.id, image: photo.id, _status: 'published' })
    await payload.update({
      collection: 'posts' as never,
      id: post.id,
      data: { related: { relationTo: 'posts', value: post.id } } as never,
    })
    const badge = await create('badges', { name: 'Best', post: post.id, icon: photo.id })
    await payload.updateGlobal({
      slug: 'header' as never,
      data: { claim: 'Old claim', featured: post.id, _status: 'published' } as never,
    })
    await payload.updateGlobal({ slug: 'notice' as never, data: { post: post.id } as never })
    const before = await Promise.all([
      get(`/api/posts/${post.id}?depth=2`),
      get('/api/posts'),
      get('/api/media/file/photo.png'),
      get('/api/globals/header'),
    ])

    const plan = await computePlan({ payload })
    const promotion = await runPromotion({ payload, planId: plan.id })
    expect(promotion.status).toBe('succeeded')
    // Staging moves on.
    await payload.update({
      collection: 'posts' as never,
      id: post.id,
      data: { title: secret, _status: 'published' } as never,
    })
    await payload.update({ collection: 'authors' as never, id: author.id, data: { name: secret } as never })
    await payload.update({
      collection: 'media' as never,
      id: photo.id,
      data: { alt: secret } as never,
      file: await file('blue'),
      overwriteExistingFiles: true,
    })
    await payload.updateGlobal({ slug: 'header' as never, data: { claim: secret, _status: 'published' } as never })
    const draft = await create('posts', { title: secret, author: author.id }, { draft: true })
    const comment = await create('comments', { text: 'Nice', post: post.id })
    ids = { author: author.id, post: post.id, draft: draft.id, media: photo.id, comment: comment.id, badge: badge.id }
    editor = await site.signIn('editor@test.test', { role: 'editor' })
    customer = await site.signIn('customer@test.test', { role: 'customer' })
    expect(before.map((answer) => answer.status)).toEqual([200, 200, 200, 200])
  })
  afterAll(() => site.stop())

  const routes = (): Record<string, string> => ({
    'a list': '/api/posts?limit=100&depth=3',
    'a list that asks for drafts': '/api/posts?draft=true&limit=100',
    'a document': `/api/posts/${ids.post}?depth=3`,
    'a document that asks for a draft': `/api/posts/${ids.post}?draft=true`,
    'a document that was never published': `/api/posts/${ids.draft}`,
    'the count with a staged value': `/api/posts/count?where[title][equals]=${secret}`,
    'a query by a staged value': `/api/posts?where[title][equals]=${secret}`,
    'a query through a relation': `/api/posts?where[author.name][equals]=${secret}`,
    'a query through a polymorphic relation': `/api/posts?where[related.value][equals]=${ids.post}&depth=3`,
    'a sort through a relation': '/api/posts?sort=author.name&depth=2',
    versions: '/api/posts/versions?depth=2',
    'the versions of a global': '/api/globals/header/versions',
    'a global': '/api/globals/header?depth=3',
    'a global as a draft': '/api/globals/header?draft=true',
    'a join': `/api/authors/${ids.author}?depth=3`,
    'a join with a query': `/api/authors/${ids.author}?joins[posts][where][title][equals]=${secret}`,
    'a separate document with its relation': `/api/comments/${ids.comment}?depth=3`,
    'a query from a separate collection': `/api/comments?where[post.title][equals]=${secret}`,
    'a sort from a separate collection': '/api/comments?sort=post.title',
    'a shared document with its relation': `/api/badges/${ids.badge}?depth=3`,
    'a query from a shared collection': `/api/badges?where[post.title][equals]=${secret}`,
    'a shared global': '/api/globals/notice?depth=3',
    'staging by name': '/api/posts?environment=staging',
    'the staging twin of a separate collection': '/api/staging-comments',
    'the media list': '/api/media?depth=2',
    "a twin's own route": '/api/production_posts?depth=3',
    'the promotions': '/api/content-promotions',
  })

  for (const who of ['an anonymous visitor', 'a customer who is signed in'] as const)
    it(`finds nothing staged: ${who}`, async () => {
      const headers = who === 'an anonymous visitor' ? undefined : customer
      for (const [name, url] of Object.entries(routes())) {
        const { text, status } = await get(url, headers)
        expect(text, name).not.toContain(secret)
        expect(status, `${name}: ${text}`).toBeLessThan(500)
      }
      const { text } = await get(`/api/posts?where[title][equals]=${secret}`, headers)
      expect(JSON.parse(text)).toMatchObject({ totalDocs: 0 })
    })

  it('reads production at the same URLs, in the same shape', async () => {
    const { text } = await get(`/api/posts/${ids.post}?depth=2`)
    expect(JSON.parse(text)).toMatchObject({
      title: 'Old title',
      author: { name: 'Ada' },
      related: { relationTo: 'posts', value: { title: 'Old title' } },
      image: { alt: 'old', url: expect.stringMatching(/^\/api\/media\/file\/photo\.png\?v=[0-9a-f]{16}$/) },
    })
    expect(JSON.parse((await get('/api/globals/header?depth=1')).text)).toMatchObject({
      globalType: 'header',
      claim: 'Old claim',
      featured: { title: 'Old title' },
    })
    expect(JSON.parse((await get(`/api/authors/${ids.author}?depth=1`)).text)).toMatchObject({
      posts: { docs: [{ title: 'Old title' }] },
    })
  })

  it("gets a shared and a separate document's relations from production", async () => {
    expect(JSON.parse((await get(`/api/badges/${ids.badge}?depth=2`)).text)).toMatchObject({
      post: { title: 'Old title' },
      icon: { alt: 'old' },
    })
    expect(JSON.parse((await get(`/api/comments/${ids.comment}?depth=2`)).text)).toMatchObject({
      post: { title: 'Old title' },
    })
    expect(JSON.parse((await get('/api/globals/notice?depth=1')).text)).toMatchObject({ post: { title: 'Old title' } })
  })

  it('is refused a query from a separate collection into promoted content, with a reason', async () => {
    const { status, text } = await get(`/api/comments?where[post.title][equals]=${secret}`)
    expect(status).toBe(400)
    expect(text).toContain('Find the ids in the promoted collection first')
  })

  it("gets production's bytes of a file that staging has replaced", async () => {
    const old = await image('red')
    const fromServer = async (url: string, headers?: HeadersInit) =>
      Buffer.from(await (await site.request(url, headers ? { headers } : {})).arrayBuffer())
    const { url } = JSON.parse((await get(`/api/media/${ids.media}`)).text) as { url: string }
    expect((await fromServer('/api/media/file/photo.png')).equals(old)).toBe(true)
    expect((await fromServer(url)).equals(old)).toBe(true)
    // An editor's browser asks with a cookie: a production URL shows production's file to editors too.
    expect((await fromServer(url, editor)).equals(old)).toBe(true)
    expect((await fromServer('/api/media/file/photo.png', editor)).equals(old)).toBe(false)
  })

  it('may keep a file whose URL names its content, and gets ranges and 304s', async () => {
    const { url } = JSON.parse((await get(`/api/media/${ids.media}`)).text) as { url: string }
    const whole = await site.request(url)
    expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
    const bytes = Buffer.from(await whole.arrayBuffer())
    const part = await site.request(url, { headers: { range: 'bytes=2-5' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 2-5/${bytes.length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(2, 6))).toBe(true)
    const etag = whole.headers.get('etag')!
    expect((await site.request(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await site.request(url.replace(/v=.*/, 'v=0000000000000000'))).status).toBe(404)
    expect((await site.request('/api/media/file/../secrets')).status).toBeGreaterThanOrEqual(400)
  })

  it('leaves staging to admin users, who may ask for either environment', async () => {
    const read = async (url: string) => JSON.parse((await get(url, editor)).text) as { title: string }
    expect((await read(`/api/posts/${ids.post}`)).title).toBe(secret)
    expect((await read(`/api/posts/${ids.post}?environment=production`)).title).toBe('Old title')
    expect((await get('/api/posts?environment=staging')).status).toBe(403)
    expect((await get('/api/posts?environment=moon')).status).toBe(400)
  })

  it('cannot write to production', async () => {
    const write = (method: string, url: string, headers = {}) =>
      site.request(url, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ title: 'Hacked' }),
      })
    for (const headers of [{}, customer, editor]) {
      expect((await write('POST', '/api/production_posts', headers)).status).toBe(404)
      expect((await write('PATCH', `/api/production_posts/${ids.post}`, headers)).status).toBe(404)
      expect((await site.request(`/api/production_posts/${ids.post}`, { method: 'DELETE', headers })).status).toBe(404)
      expect((await write('POST', '/api/globals/production_header', headers)).status).toBe(404)
    }
    await expect(
      site.payload.update({
        collection: 'production_posts' as never,
        id: ids.post,
        data: { title: 'Hacked' } as never,
      }),
    ).rejects.toMatchObject({ code: 'READ_ONLY' })
  })

  it('is told what inEnvironment shows of each environment', async () => {
    const titles = async (environment: 'staging' | 'production') =>
      (await inEnvironment(site.payload, environment).find({ collection: 'posts' as never })).docs.map(
        (doc) => (doc as unknown as { title: string }).title,
      )
    expect(await titles('production')).toEqual(['Old title'])
    expect(await titles('staging')).toEqual([secret])
  })

  it('gets the old image with the page it loaded before a promotion, and the new one with the new page', async () => {
    const url = async () => (JSON.parse((await get(`/api/media/${ids.media}`)).text) as { url: string }).url
    const bytes = async (of: string) => Buffer.from(await (await site.request(of)).arrayBuffer())
    const oldURL = await url()
    const oldBytes = await bytes(oldURL)
    const plan = await computePlan({ payload: site.payload })
    expect(await runPromotion({ payload: site.payload, planId: plan.id })).toMatchObject({ status: 'succeeded' })
    const newURL = await url()
    expect(newURL).not.toBe(oldURL)
    expect((await bytes(newURL)).equals(oldBytes)).toBe(false)
    expect((await bytes(oldURL)).equals(oldBytes)).toBe(true)
  })
})
