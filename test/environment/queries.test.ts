import { createRequire } from 'node:module'
import { configToSchema } from '@payloadcms/graphql'
import { type CollectionConfig, createLocalReq } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

// The instance that Payload builds its schema with: Vite would bring another.
const { graphql } = createRequire(import.meta.url)('graphql') as typeof import('graphql')

const access = { read: () => true, readVersions: () => true }
const posts: CollectionConfig = {
  slug: 'posts',
  access,
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'brand', type: 'relationship', relationTo: 'brands' as never },
    { name: 'reader', type: 'relationship', relationTo: 'customers' as never },
    { name: 'next', type: 'relationship', relationTo: 'posts' as never },
    { name: 'brands', type: 'join', collection: 'brands' as never, on: 'logo' },
    { name: 'followers', type: 'join', collection: 'posts' as never, on: 'next' },
  ],
}
const brands: CollectionConfig = {
  slug: 'brands',
  access,
  versions: { drafts: true },
  fields: [
    { name: 'name', type: 'text' },
    { name: 'logo', type: 'relationship', relationTo: 'posts' as never },
    { name: 'many', type: 'relationship', relationTo: 'posts' as never, hasMany: true },
    { name: 'partner', type: 'relationship', relationTo: 'brands' as never },
    {
      name: 'look',
      type: 'group',
      fields: [{ name: 'posts', type: 'join', collection: 'posts' as never, on: 'brand' }],
    },
    { name: 'joined', type: 'join', collection: 'posts' as never, on: 'brand' },
    { name: 'orders', type: 'join', collection: 'orders' as never, on: 'brand' },
    {
      name: 'parts',
      type: 'blocks',
      blocks: [{ slug: 'teaser', fields: [{ name: 'post', type: 'relationship', relationTo: 'posts' as never }] }],
    },
  ],
}
const orders: CollectionConfig = {
  slug: 'orders',
  access,
  fields: [
    { name: 'number', type: 'text' },
    { name: 'brand', type: 'relationship', relationTo: 'brands' as never },
  ],
}

const customers: CollectionConfig = {
  slug: 'customers',
  auth: true,
  access,
  fields: [{ name: 'posts', type: 'join', collection: 'posts' as never, on: 'reader' }],
}
const badges: CollectionConfig = {
  slug: 'badges',
  access,
  fields: [
    { name: 'post', type: 'relationship', relationTo: 'posts' as never },
    { name: 'postTitle', type: 'text', virtual: 'post.title' },
  ],
}

describe('a query of the public that leads into promoted content', () => {
  let site: Site
  let ids: { brand: number; old: number; staged: number; order: number }

  beforeAll(async () => {
    site = await createSite({
      collections: [posts, brands, orders, badges, customers],
      options: { collections: { posts: true, orders: 'separate' } },
    })
    const create = async (collection: string, data: Record<string, unknown>) =>
      (
        (await site.payload.create({ collection: collection as never, data: data as never })) as unknown as {
          id: number
        }
      ).id
    const old = await create('posts', { title: 'Old', _status: 'published' })
    const brand = await create('brands', {
      name: 'Acme',
      logo: old,
      many: [old],
      parts: [{ blockType: 'teaser', post: old }],
      _status: 'published',
    })
    const update = (collection: string, id: number, data: Record<string, unknown>) =>
      site.payload.update({ collection: collection as never, id, data: data as never })
    await update('brands', brand, { partner: brand })
    await update('posts', old, { brand, next: old })
    const order = await create('orders', { number: '1', brand })
    await promoteAll(site)
    await update('posts', old, { title: 'STAGED', _status: 'published' })
    const staged = await create('posts', { title: 'STAGED too', brand, _status: 'published' })
    ids = { brand, old, staged, order }
  })
  afterAll(() => site.stop())

  const get = async (url: string, headers?: HeadersInit) => {
    const response = await site.request(url, headers ? { headers } : {})
    return { status: response.status, text: await response.text() }
  }

  const like = (path: string) => `where${path}[like]=STAGED`
  const refused = (): string[] => [
    `/api/brands?${like('[logo.title]')}`,
    `/api/brands?${like('[logo__title]')}`,
    `/api/badges?${like('[postTitle]')}`,
    '/api/badges?sort=-postTitle',
    '/api/brands?sort=name,-logo.title',
    `/api/brands?${like('[many][contains][title]')}`,
    `/api/brands?${like('[many][contains][or][0][title]')}`,
    `/api/brands?${like('[or][0][many][contains][title]')}`,
    `/api/brands/count?${like('[many][contains][title]')}`,
    `/api/brands?${like('[joined][contains][title]')}`,
    `/api/brands?${like('[joined.title]')}`,
    '/api/brands?sort=joined.title',
    `/api/brands?where[joined][equals]=${ids.staged}`,
    `/api/brands?where[look.posts][equals]=${ids.staged}`,
    `/api/brands?${like('[parts.post.title]')}`,
    `/api/brands?${like('[partner.logo.title]')}`,
    '/api/brands?sort=partner.logo.title',
    `/api/brands/versions?${like('[version.logo.title]')}`,
    `/api/brands/versions?${like('[parent.logo.title]')}`,
    '/api/brands/versions?sort=version.logo.title',
    `/api/brands?draft=true&${like('[logo.title]')}`,
    `/api/brands/${ids.brand}?joins[orders]${like('[brand.logo.title]').replace('where', '[where]')}`,
    `/api/brands/${ids.brand}?joins[orders][sort]=brand.logo.title`,
    `/api/orders?${like('[brand.logo.title]')}`,
    '/api/orders?sort=brand.logo.title',
    '/api/orders?sort=-brand.logo.title',
    `/api/orders/count?${like('[brand.logo.title]')}`,
    `/api/orders?${like('[brand.many][contains][title]')}`,
    `/api/posts?${like('[brand.logo.title]')}`,
    `/api/posts/count?${like('[brand.logo.title]')}`,
    '/api/posts?sort=brand.logo.title',
    `/api/posts?${like('[next.brand.logo.title]')}`,
    `/api/posts/${ids.old}?joins[followers]${like('[brand.logo.title]').replace('where', '[where]')}`,
  ]

  it('is refused with a reason, however many hops away', async () => {
    for (const url of refused()) {
      const { status, text } = await get(url)
      expect(status, `${url}: ${text}`).toBe(400)
      expect(text, url).toContain('Find the ids in the promoted collection first')
    }
  })

  it("does not reach staging's rows through a join field", async () => {
    for (const url of [
      `/api/brands/${ids.brand}`,
      `/api/brands/${ids.brand}?joins[joined]${like('[title]').replace('where', '[where]')}&joins[joined][count]=true`,
      `/api/brands?joins[joined][count]=true&depth=2`,
      `/api/orders/${ids.order}?depth=3`,
      `/api/posts/${ids.old}?depth=3`,
    ]) {
      const { status, text } = await get(url)
      expect(status, `${url}: ${text}`).toBe(200)
      expect(text, url).not.toMatch(/"(joined|posts)":\{/)
      expect(text, url).not.toContain('STAGED')
    }
    const { orders: joined } = JSON.parse((await get(`/api/brands/${ids.brand}`)).text) as {
      orders: { docs: unknown[] }
    }
    expect(joined.docs).toHaveLength(1)
  })

  it('does not reach them by a login, which answers the user', async () => {
    const login = { email: 'customer@test.test', password: 'secret-password' }
    const customer = await site.payload.create({ collection: 'customers' as never, data: login as never })
    const reader = (customer as unknown as { id: number }).id
    await site.payload.update({ collection: 'posts' as never, id: ids.staged, data: { reader } as never })
    const response = await site.request('/api/customers/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(login),
    })
    expect(response.status).toBe(200)
    expect(((await response.json()) as { user: object }).user).not.toHaveProperty('posts')
  })

  it('is refused in GraphQL too, where only a sort can follow relations and joins are closed', async () => {
    const { schema } = configToSchema(site.payload.config)
    const ask = async (source: string) => {
      const req = await createLocalReq({}, site.payload)
      Object.assign(req, { payloadAPI: 'GraphQL', query: {} })
      return JSON.stringify(await graphql({ schema, source, contextValue: { req, headers: {} } }))
    }
    for (const query of [
      'Brands(sort: "logo__title") { totalDocs }',
      'Brands(sort: "partner.logo.title") { totalDocs }',
      'Orders(sort: "-brand.logo.title") { totalDocs }',
    ])
      expect(await ask(`{ ${query} }`), query).toMatch(/"errors":.*"data":(null|{"\w+":null})/)
    const joined = await ask(
      '{ Brands(where: { name: { equals: "Acme" } }) { docs { name logo { title } joined(where: { title: { like: "STAGED" } }) { docs { id } } } } }',
    )
    expect(joined).toContain('"name":"Acme"')
    expect(joined).not.toMatch(/STAGED|"docs":\[\{"id"/)
  })

  it('is answered when it asks for ids, for what is shared, or from twin to twin', async () => {
    for (const url of [
      `/api/brands?where[logo][equals]=${ids.old}`,
      `/api/brands?where[logo.id][equals]=${ids.old}`,
      `/api/brands?where[many][in][0]=${ids.old}`,
      `/api/brands?where[parts.post][equals]=${ids.old}`,
      '/api/brands?where[partner.name][equals]=Acme&sort=-partner.name',
      '/api/orders?where[brand.name][equals]=Acme',
      '/api/posts?where[brand.name][equals]=Acme',
      '/api/posts?where[next.title][equals]=Old',
      '/api/posts?where[next.brand.name][equals]=Acme',
      '/api/posts?where[followers.title][equals]=Old',
      `/api/posts?where[brand.logo][equals]=${ids.old}`,
    ]) {
      const { status, text } = await get(url)
      expect(status, `${url}: ${text}`).toBe(200)
      expect(JSON.parse(text), url).toMatchObject({ totalDocs: 1 })
    }
  })

  it('stays open to admin users, who read staging', async () => {
    const editor = await site.signIn('editor@test.test', { role: 'editor' })
    for (const url of [
      `/api/brands?${like('[logo.title]')}`,
      `/api/brands?${like('[many][contains][title]')}`,
      `/api/brands?${like('[joined.title]')}`,
      '/api/posts?where[brand.logo.title][equals]=STAGED&where[title][equals]=STAGED',
    ]) {
      const { status, text } = await get(url, editor)
      expect(status, `${url}: ${text}`).toBe(200)
      expect(JSON.parse(text), url).toMatchObject({ totalDocs: 1 })
    }
    expect(JSON.parse((await get(`/api/brands/${ids.brand}`, editor)).text).joined.docs).toHaveLength(2)
  })
})
