import {
  type CollectionConfig,
  createPayloadRequest,
  type GlobalConfig,
  type Payload,
  type PayloadRequest,
} from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { askGraphQL } from '../helpers/graphql.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

/** What code reads that knows nothing of environments. */
const readAll = async (payload: Payload): Promise<string> => {
  const { docs } = await payload.find({ collection: 'pages' as never })
  return JSON.stringify([docs, await payload.findGlobal({ slug: 'header' as never })])
}

const open = { read: () => true }
const pages: CollectionConfig = { slug: 'pages', access: open, fields: [{ name: 'title', type: 'text' }] }
/** Its hooks hand on requests of their own. */
const notes: CollectionConfig = {
  slug: 'notes',
  access: open,
  hooks: {
    beforeOperation: [
      ({ args, req }) => {
        const hook = req.searchParams?.get('hook')
        if (hook === 'handed') return { ...args, req }
        return hook === 'copied' ? { ...args, req: { ...req } as PayloadRequest } : args
      },
    ],
  },
  fields: [
    { name: 'text', type: 'text' },
    { name: 'page', type: 'relationship', relationTo: 'pages' as never },
  ],
}
const claimRoute = {
  path: '/all',
  method: 'get' as const,
  handler: async ({ payload }: PayloadRequest) => new Response(await readAll(payload)),
}
const header: GlobalConfig = {
  slug: 'header',
  access: open,
  endpoints: [claimRoute],
  hooks: {
    beforeOperation: [
      async ({ args, operation, req }) => {
        if (operation === 'read' && req.searchParams?.has('counted'))
          await req.payload.updateGlobal({ slug: 'counter' as never, data: { reads: 1 } as never, req })
        return args
      },
    ],
  },
  fields: [{ name: 'claim', type: 'text' }],
}
const counter: GlobalConfig = { slug: 'counter', access: open, fields: [{ name: 'reads', type: 'number' }] }
const notice: GlobalConfig = { slug: 'notice', access: open, endpoints: [claimRoute], fields: [] }

type Context = { req: PayloadRequest }
const resolve = (_source: unknown, _args: unknown, { req }: Context) => readAll(req.payload)

describe('the site’s own code', () => {
  let site: Site
  let editor: { authorization: string }
  let customer: { authorization: string }
  beforeAll(async () => {
    site = await createSite({
      collections: [pages, notes],
      globals: [header, notice, counter],
      options: { collections: { pages: true, notes: true }, globals: { header: true, counter: true } },
      config: {
        graphQL: {
          queries: ({ GraphQLString }) => ({ All: { type: GraphQLString, resolve } }),
          mutations: ({ GraphQLString }) => ({ readAll: { type: GraphQLString, resolve } }),
        },
      },
    })
    const { payload } = site
    await payload.create({ collection: 'pages' as never, data: { title: 'Live' } as never })
    await payload.create({ collection: 'notes' as never, data: { text: 'Live', page: 1 } as never })
    await payload.updateGlobal({ slug: 'header' as never, data: { claim: 'Live' } as never })
    await promoteAll(site)
    await payload.update({ collection: 'pages' as never, id: 1, data: { title: 'Staged' } as never })
    await payload.update({ collection: 'notes' as never, id: 1, data: { text: 'Staged' } as never })
    await payload.updateGlobal({ slug: 'header' as never, data: { claim: 'Staged' } as never })
    editor = await site.signIn('editor@example.com')
    customer = await site.signIn('customer@example.com', { role: 'customer' })
  })
  afterAll(() => site?.stop())

  const read = async (url: string, headers: HeadersInit = {}) => (await site.request(url, { headers })).text()

  it('in a route of a global shows visitors production and admin users staging', async () => {
    for (const url of ['/api/globals/header/all', '/api/globals/notice/all']) {
      for (const headers of [{}, customer]) {
        expect(await read(url, headers), url).toContain('Live')
        expect(await read(url, headers), url).not.toContain('Staged')
      }
      expect(await read(url, editor)).toContain('Staged')
      expect(await read(`${url}?environment=production`, editor)).not.toContain('Staged')
    }
  })

  it('in GraphQL queries and mutations shows visitors production and admin users staging', async () => {
    for (const source of ['{ All }', 'mutation { readAll }']) {
      const ask = async (headers: HeadersInit, url?: string) =>
        JSON.stringify(await askGraphQL(site, source, { headers, url }))
      for (const headers of [{}, customer]) {
        expect(await ask(headers), source).toContain('Live')
        expect(await ask(headers), source).not.toContain('Staged')
      }
      expect(await ask(editor)).toContain('Staged')
      expect(await ask(editor, '/api/graphql?environment=production')).not.toContain('Staged')
    }
  })

  it('that hands on a request of its own before an operation still reads what its reader reads', async () => {
    for (const hook of ['handed', 'copied'])
      for (const url of [`/api/notes?depth=1&hook=${hook}`, `/api/notes/1?depth=1&hook=${hook}`]) {
        expect(await read(url), url).toContain('Live')
        expect(await read(url), url).not.toContain('Staged')
        expect(await read(url, editor)).toContain('Staged')
        expect(await read(`${url}&environment=production`, editor)).not.toContain('Staged')
      }
  })

  it('that writes one global on the way to another leaves a visitor’s read on production', async () => {
    const req = await createPayloadRequest({
      config: site.payload.config,
      payloadInstanceCacheKey: site.key,
      request: new Request('http://localhost/api/anything?counted'),
    })
    expect(await site.payload.findGlobal({ slug: 'header' as never, req })).toMatchObject({ claim: 'Live' })
  })
})
