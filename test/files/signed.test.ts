import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig } from 'payload'
import { inEnvironment } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signFile } from '../../plugin/files/signature.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { readRows } from '../helpers/rows.ts'

const everybody = { read: () => true, create: () => true, update: () => true }
const media: CollectionConfig = {
  slug: 'media',
  access: everybody,
  upload: {
    staticDir: path.join(mkdtempSync(path.join(tmpdir(), 'promote-signed-')), 'media'),
    imageSizes: [{ name: 'small', width: 10 }],
    adminThumbnail: 'small',
  },
  fields: [{ name: 'alt', type: 'text' }],
}
const pages: CollectionConfig = {
  slug: 'pages',
  access: everybody,
  versions: { drafts: true },
  fields: [
    { name: 'image', type: 'upload', relationTo: 'media' as never },
    { name: 'text', type: 'text' },
    { name: 'body', type: 'richText' },
    { name: 'data', type: 'json' },
  ],
}
const notes: CollectionConfig = { slug: 'notes', access: everybody, fields: [{ name: 'text', type: 'text' }] }

const bodyWith = (id: number) => ({
  root: {
    type: 'root',
    version: 1,
    direction: null,
    format: '',
    indent: 0,
    children: [{ type: 'upload', version: 3, relationTo: 'media', value: id, fields: {}, format: '', id: 'a1' }],
  },
})

type Media = { id: number; filename: string; url: string; thumbnailURL: string; sizes: { small: { url: string } } }
type Page = { id: number; image: Media; body: { root: { children: { value: Media }[] } } }

describe("a staged file's URL", () => {
  let site: Site
  let editor: { authorization: string }
  let customer: { authorization: string }
  let photo: number
  let other: number
  let page: number
  let staged: Buffer

  const file = async (color: string, name = 'photo.png') => {
    const data = await sharp({ create: { width: 20, height: 20, channels: 3, background: color } })
      .png()
      .toBuffer()
    return { data, mimetype: 'image/png', name, size: data.length }
  }
  const upload = async (color: string, name?: string) =>
    (
      (await site.payload.create({
        collection: 'media' as never,
        data: {} as never,
        file: await file(color, name),
      })) as unknown as Media
    ).id
  const get = async <Doc>(url: string, headers: HeadersInit = {}) =>
    (await (await site.request(url, { headers })).json()) as Doc
  const bytes = async (url: string, headers: HeadersInit = {}) =>
    Buffer.from(await (await site.request(url, { headers })).arrayBuffer())
  const urlsOf = (doc: Media) => [doc.url, doc.sizes.small.url, doc.thumbnailURL]

  beforeAll(async () => {
    site = await createSite({
      collections: [media, pages, notes],
      globals: [{ slug: 'header', access: everybody, fields: [{ name: 'text', type: 'text' }] }],
      options: { collections: { media: true, pages: true }, globals: { header: true } },
      config: { sharp },
    })
    photo = await upload('red')
    other = await upload('green', 'other.png')
    const data = { image: photo, body: bodyWith(photo), _status: 'published' }
    page = ((await site.payload.create({ collection: 'pages' as never, data: data as never })) as unknown as Page).id
    editor = await site.signIn('editor@test.test')
    customer = await site.signIn('customer@test.test', { role: 'customer' })
    await promoteAll(site)
    const { data: blue } = await file('blue')
    staged = blue
    await site.payload.update({
      collection: 'media' as never,
      id: photo,
      data: {} as never,
      file: await file('blue'),
      overwriteExistingFiles: true,
    })
  })
  afterAll(() => site.stop())

  it('opens it without a cookie, wherever staging is read: uploads, sizes, relations, rich text (6.B.3)', async () => {
    const { payload } = site
    const collection = 'media' as never
    const staging = inEnvironment(payload, 'staging')
    const { user } = await payload.auth({ headers: new Headers(editor) })
    const deep = await get<Page>(`/api/pages/${page}?depth=2`, editor)
    const previewed = (await staging.findByID({
      collection: 'pages' as never,
      id: page,
      depth: 2,
    })) as unknown as Page
    const docs = [
      await get<Media>(`/api/media/${photo}`, editor),
      (await payload.findByID({ collection, id: photo, user, overrideAccess: false })) as unknown as Media,
      (await staging.findByID({ collection, id: photo })) as unknown as Media,
      deep.image,
      deep.body.root.children[0]!.value,
      previewed.image,
      previewed.body.root.children[0]!.value,
    ]
    for (const doc of docs) {
      for (const url of urlsOf(doc)) expect(url).toMatch(/^\/api\/media\/file\/staged\.[\w.-]+\/photo(-10x10)?\.png$/)
      expect((await bytes(doc.url)).equals(staged)).toBe(true)
      expect((await sharp(await bytes(doc.sizes.small.url)).metadata()).width).toBe(10)
      // What Payload's admin panel and its website template append.
      expect((await bytes(`${doc.url}?2026-11-25T16%3A00%3A00.000Z`)).equals(staged)).toBe(true)
    }
  })

  it('lets nobody but the reader keep it (6.B.3)', async () => {
    const { url } = await get<Media>(`/api/media/${photo}`, editor)
    const { headers } = await site.request(url)
    expect(headers.get('cache-control')).toBe('private, max-age=3600')
    expect(headers.get('x-robots-tag')).toBe('noindex')
    expect((await site.request(url, { headers: { range: 'bytes=0-3' } })).status).toBe(206)
  })

  it('stays the same until the document is saved again (6.B.3)', async () => {
    const read = async () => (await get<Media>(`/api/media/${other}`, editor)).url
    const before = await read()
    expect(await read()).toBe(before)
    await site.payload.update({ collection: 'media' as never, id: other, data: { alt: 'new' } as never })
    expect(await read()).not.toBe(before)
  })

  it('is for who may read staging: not for the public, production, or code that asked for neither (6.B.3)', async () => {
    const { payload } = site
    const answers = [
      await get(`/api/media?depth=0`),
      await get(`/api/pages?depth=2`),
      await get(`/api/pages?depth=2`, customer),
      await get(`/api/media/${photo}?environment=production`, editor),
      await inEnvironment(payload, 'production').find({ collection: 'pages' as never, depth: 2 }),
      await payload.find({ collection: 'pages' as never, depth: 2 }),
    ]
    for (const answer of answers) {
      expect(JSON.stringify(answer)).toContain('photo.png')
      expect(JSON.stringify(answer)).not.toContain('staged.')
    }
  })

  it('opens this one file, and not for ever (6.B.3)', async () => {
    const { url } = await get<Media>(`/api/media/${photo}`, editor)
    const name = (given: string) => url.replace('photo.png', given)
    for (const forged of [
      name('other.png'),
      name('photo-10x10.png'),
      url.replace(/\.(.)([\w-]{42}\/)/, (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`),
      url.replace(/staged\.(\w+)\./, (_, ends: string) => `staged.${(Number.parseInt(ends, 36) + 1).toString(36)}.`),
      '/api/media/file/staged.x/photo.png',
      '/api/media/file/staged/photo.png',
    ]) {
      const response = await site.request(forged)
      expect([forged, response.status]).toEqual([forged, 403])
      expect(await response.json()).toMatchObject({ error: { code: 'FORBIDDEN', hint: expect.any(String) } })
    }

    const hourMs = 3_600_000
    const at = (now: number) =>
      `/api/media/file/${signFile(site.payload.secret, { collection: 'media', id: String(photo), filename: 'photo.png' }, 1, now)}/photo.png`
    expect((await site.request(at(Date.now() - 2.9 * hourMs))).status).toBe(200)
    const expired = await site.request(`${at(Date.now() - 4 * hourMs)}?tag`)
    expect([expired.status, expired.headers.get('location')]).toEqual([307, '/api/media/file/photo.png?tag'])
    expect(expired.headers.get('cache-control')).toBe('no-store')
    expect((await bytes(expired.headers.get('location')!)).equals(staged)).toBe(false)
    expect((await bytes(expired.headers.get('location')!, editor)).equals(staged)).toBe(true)
  })

  it('is stored nowhere when an editor saves what was read (6.B.3)', async () => {
    const send = async (method: string, url: string, data: unknown) => {
      const headers = { ...editor, 'content-type': 'application/json' }
      const response = await site.request(url, { method, headers, body: JSON.stringify(data) })
      expect([url, response.status]).toEqual([url, method === 'POST' && !url.includes('globals') ? 201 : 200])
    }
    const image = await get<Media>(`/api/media/${photo}`, editor)
    const { image: _, ...read } = await get<Page>(`/api/pages/${page}?depth=2`, editor)
    const pasted = `look: ${image.url}, and /_next/image?url=${encodeURIComponent(image.url)}&w=64`
    expect(JSON.stringify([image, read])).toContain('staged.')
    await send('PATCH', `/api/media/${photo}`, image)
    await send('PATCH', `/api/pages/${page}`, { ...read, image: photo, text: pasted, data: { deep: [image] } })
    await send('PATCH', `/api/pages/${page}?draft=true`, { text: pasted })
    await send('POST', '/api/notes', { text: pasted })
    await send('POST', '/api/globals/header', { text: pasted })

    const stored = [...(await readRows(site, () => true)).values()].flatMap((rows) => [...rows.values()])
    expect(stored.filter((row) => row.includes('staged.'))).toEqual([])
    const note = await get<{ docs: { text: string }[] }>('/api/notes')
    expect(note.docs[0]!.text).toBe(
      'look: /api/media/file/photo.png, and /_next/image?url=%2Fapi%2Fmedia%2Ffile%2Fphoto.png&w=64',
    )
  })
})

describe("a staged file's URL in a storage plugin", () => {
  let site: Site | undefined
  afterAll(() => site?.stop())

  it('opens the file of its own document where two share a name; a bucket’s own URLs are left alone (6.B.3)', async () => {
    const store = new Map<string, string>()
    const papers: CollectionConfig = {
      slug: 'papers',
      access: everybody,
      fields: [
        { name: 'prefix', type: 'text' },
        { name: 'onBucket', type: 'checkbox' },
        {
          name: 'url',
          type: 'text',
          hooks: {
            afterRead: [
              ({ data, value }) => (data?.onBucket ? `https://bucket.test/papers/file/${data.filename}` : value),
            ],
          },
        },
      ],
      upload: {
        disableLocalStorage: true,
        filenameCompoundIndex: ['filename', 'prefix'],
        handlers: [
          async (req, { doc, params }) => {
            const { prefix } = (doc as { prefix?: string } | undefined) ?? {}
            // As plugins do where Payload's check needed no document.
            if (!doc) await req.payload.find({ collection: 'papers' as never, overrideAccess: false, req })
            return new Response(store.get(`${prefix}/${params.filename}`) ?? 'lost')
          },
        ],
      },
      hooks: {
        afterChange: [
          ({ doc, req }) => {
            if (req.file) store.set(`${doc.prefix}/${doc.filename}`, req.file.data.toString())
          },
        ],
      },
    }
    site = await createSite({
      collections: [papers],
      options: { collections: { papers: true } },
      config: { serverURL: 'http://localhost' },
    })
    const editor = await site.signIn('editor@test.test')
    const create = async (data: object, content: string) => {
      const file = { data: Buffer.from(content), mimetype: 'text/plain', name: 'paper.txt', size: content.length }
      const { id } = (await site!.payload.create({
        collection: 'papers' as never,
        data: data as never,
        file,
      })) as unknown as { id: number }
      return id
    }
    const read = async (id: number) =>
      (await (await site!.request(`/api/papers/${id}`, { headers: editor })).json()) as { url: string }
    const a = await create({ prefix: 'a' }, 'A')
    const b = await create({ prefix: 'b' }, 'B')
    const c = await create({ prefix: 'c', onBucket: true }, 'C')
    expect((await read(a)).url).toBe('http://localhost/api/papers/file/paper.txt')
    await promoteAll(site)
    expect((await read(c)).url).toBe('https://bucket.test/papers/file/paper.txt')
    for (const [id, content] of [
      [a, 'A'],
      [b, 'B'],
    ] as const) {
      const { url } = await read(id)
      expect(url).toMatch(/^http:\/\/localhost\/api\/papers\/file\/staged\./)
      expect(await (await site.request(new URL(url).pathname)).text()).toBe(content)
    }
  })
})
