import { lexicalEditor, UploadFeature } from '@payloadcms/richtext-lexical'
import type { CollectionConfig, GlobalConfig, PayloadRequest, Where } from 'payload'
import { inEnvironment } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { askGraphQL, printedSchema } from '../helpers/graphql.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

type Doc = Record<string, unknown> & { id: number }

const everybody = { read: () => true }
/** What the site's own code was told, in order. */
const calls: string[] = []
/** SQL that Payload's adapter ran. */
const statements: string[] = []

const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  trash: true,
  access: {
    // A polymorphic relation in an access check, and one into another promoted collection.
    read: ({ req }) => {
      if (req.user) return true
      const or: Where[] = [
        { 'about.relationTo': { equals: 'topics' } },
        { slug: { equals: 'trashed' } },
        { 'topic.hidden': { equals: true } },
      ]
      return { or }
    },
  },
  hooks: {
    beforeOperation: [
      ({ collection, operation, args }) => {
        calls.push(`beforeOperation ${collection.slug} ${operation}`)
        return args
      },
    ],
    beforeRead: [
      ({ collection, doc }) =>
        void calls.push(`beforeRead ${collection.slug} ${Object.keys(doc).includes('productionFiles')}`),
    ],
    afterRead: [
      async ({ collection, doc, req }) => {
        calls.push(`afterRead ${collection.slug}`)
        const { docs } = await req.payload.find({
          collection: 'topics' as never,
          where: { name: { exists: true } },
          depth: 0,
        })
        const { docs: passed } = await req.payload.find({
          collection: 'topics' as never,
          req: { ...req } as PayloadRequest,
          depth: 0,
        })
        const names = (found: unknown[]) => found.map((topic) => (topic as { name: string }).name).join()
        return { ...doc, path: `/${collection.slug}/${doc.slug}`, topicsSeen: [names(docs), names(passed)] }
      },
    ],
    afterOperation: [
      ({ collection, operation, result }) => {
        calls.push(`afterOperation ${collection.slug} ${operation}`)
        const { docs } = result as unknown as { docs?: Doc[] }
        for (const doc of docs ?? []) doc.secretNote = 'redacted'
        return result
      },
    ],
  },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'slug', type: 'text' },
    { name: 'secretNote', type: 'text' },
    {
      name: 'said',
      type: 'text',
      virtual: true,
      hooks: {
        afterRead: [
          ({ collection, field, schemaPath, req }) =>
            `${collection?.slug} ${field.name} ${schemaPath.join('.')} ${req.routeParams?.collection ?? ''}`,
        ],
      },
    },
    { name: 'about', type: 'relationship', relationTo: ['topics', 'pages'] as never },
    { name: 'topic', type: 'relationship', relationTo: 'topics' as never },
    { name: 'topics', type: 'relationship', relationTo: 'topics' as never, hasMany: true },
    { name: 'anything', type: 'relationship', relationTo: ['topics', 'pages'] as never, hasMany: true },
    { name: 'parent', type: 'relationship', relationTo: 'pages' as never },
    { name: 'children', type: 'join', collection: 'pages' as never, on: 'parent' },
    {
      name: 'body',
      type: 'richText',
      editor: lexicalEditor({
        features: ({ defaultFeatures }) => [
          ...defaultFeatures,
          UploadFeature({
            collections: {
              media: { fields: [{ name: 'topic', type: 'relationship', relationTo: 'topics' as never }] },
            },
          }),
        ],
      }),
    },
  ],
}
const topics: CollectionConfig = {
  slug: 'topics',
  versions: { drafts: true },
  access: everybody,
  fields: [
    { name: 'name', type: 'text' },
    { name: 'hidden', type: 'checkbox' },
  ],
}
const media: CollectionConfig = {
  slug: 'media',
  access: everybody,
  upload: true,
  fields: [{ name: 'alt', type: 'text' }],
}
const tickets: CollectionConfig = {
  slug: 'tickets',
  versions: true,
  access: { read: () => true, readVersions: () => true, create: () => true },
  fields: [{ name: 'text', type: 'text' }],
}
const header: GlobalConfig = {
  slug: 'header',
  versions: { drafts: true },
  access: { read: () => true, readVersions: () => true },
  hooks: {
    beforeOperation: [
      ({ global, operation, args }) => {
        calls.push(`beforeOperation ${global.slug} ${operation}`)
        return args
      },
    ],
    afterRead: [
      ({ global, doc }) => {
        calls.push(`afterRead ${global.slug}`)
        return { ...doc, told: global.slug }
      },
    ],
  },
  fields: [
    { name: 'claim', type: 'text' },
    { name: 'featured', type: 'relationship', relationTo: ['topics', 'pages'] as never },
  ],
}

const settings = (directory: string) => ({
  collections: [pages, topics, { ...media, upload: { staticDir: directory } }, tickets],
  globals: [header],
  options: {
    collections: { pages: true, topics: true, media: true, tickets: 'separate' },
    globals: { header: true },
  } as const,
})

describe('production as a scope of the request', () => {
  let site: Site
  let editor: { authorization: string }
  let customer: { authorization: string }
  const ids: Record<string, number> = {}

  const get = async (url: string, headers?: HeadersInit) => {
    const response = await site.request(url, headers ? { headers } : {})
    return { status: response.status, body: (await response.json()) as Doc & { docs: Doc[] } }
  }
  const create = async (collection: string, data: Record<string, unknown>, more = {}) =>
    ((await site.payload.create({ collection: collection as never, data: data as never, ...more })) as unknown as Doc)
      .id
  const update = (collection: string, id: number, data: Record<string, unknown>) =>
    site.payload.update({ collection: collection as never, id, data: data as never })

  beforeAll(async () => {
    const { mkdtemp } = await import('node:fs/promises')
    const directory = await mkdtemp('/tmp/promote-scope-')
    site = await createSite({
      ...settings(directory),
      adapter: { logger: { logQuery: (query: string) => void statements.push(query) } } as never,
    })
    const published = { _status: 'published' }
    for (const name of ['kept', 'trashed', 'unpublished', 'deleted'])
      ids[name] = await create('topics', { name, ...published })
    ids.trashedPage = await create('pages', { title: 'Trashed', slug: 'trashed', ...published })
    const data = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    ids.image = await create(
      'media',
      { alt: 'Old alt' },
      { file: { data, mimetype: 'image/png', name: 'a.png', size: data.length } },
    )
    ids.home = await create('pages', {
      title: 'Home',
      slug: 'home',
      secretNote: 'for editors',
      about: { relationTo: 'topics', value: ids.kept },
      topic: ids.deleted,
      topics: [ids.kept, ids.unpublished, ids.deleted],
      anything: [
        { relationTo: 'topics', value: ids.unpublished },
        { relationTo: 'pages', value: ids.trashedPage },
        { relationTo: 'topics', value: ids.kept },
      ],
      parent: ids.trashedPage,
      body: {
        root: {
          type: 'root',
          direction: null,
          format: '',
          indent: 0,
          version: 1,
          children: [
            {
              type: 'upload',
              version: 3,
              format: '',
              id: '64b7f1d2a1b2c3d4e5f60718',
              relationTo: 'media',
              value: ids.image,
              fields: { topic: ids.kept },
            },
          ],
        },
      },
      ...published,
    })
    ids.hidden = await create('pages', {
      title: 'Hidden',
      about: { relationTo: 'pages', value: ids.home },
      ...published,
    })
    await site.payload.updateGlobal({
      slug: 'header' as never,
      data: { claim: 'Old claim', featured: { relationTo: 'topics', value: ids.kept }, ...published } as never,
    })
    ids.ticket = await create('tickets', { text: 'real' })
    await promoteAll(site)
    editor = await site.signIn('editor@example.com', { role: 'editor' })
    customer = await site.signIn('customer@example.com', { role: 'customer' })
    // Staging goes on: what follows is told apart from production by its words.
    await update('topics', ids.kept!, { name: 'kept STAGED' })
    await update('pages', ids.home!, { title: 'Home STAGED' })
    await update('media', ids.image!, { alt: 'Staged alt STAGED' })
    await site.payload.updateGlobal({ slug: 'header' as never, data: { claim: 'Claim STAGED' } as never })
  })
  afterAll(() => site?.stop())
  beforeEach(() => {
    calls.length = 0
    statements.length = 0
  })

  /** Staging's tables, of promoted collections and globals, that were asked since the last test. */
  const stagingTablesAsked = () =>
    statements.filter((sql) => /"(pages|topics|media|header|_pages_v|_topics_v|_header_v)(_\w+)?"/.test(sql))

  it('tells the site’s code canonical names: collections, fields, schema paths, routes (7.1)', async () => {
    const { body } = await get(`/api/pages/${ids.home}`)
    expect(body).toMatchObject({ title: 'Home', path: '/pages/home' })
    expect(body.said).toBe('pages said said pages')
    const { body: global } = await get('/api/globals/header')
    expect(global).toMatchObject({ claim: 'Old claim', told: 'header', globalType: 'header' })
    expect(JSON.stringify([body, global, calls])).not.toMatch(/production_|STAGED|productionFiles/)
  })

  it('runs the hooks of a read once and in order, redaction after it included (7.2)', async () => {
    const { body } = await get('/api/pages?depth=0')
    expect(body.docs.map(({ secretNote }) => secretNote)).not.toContain('for editors')
    expect(body.docs[0]).toMatchObject({ secretNote: 'redacted' })
    const perDocument = body.docs.flatMap(() => ['beforeRead pages false'])
    expect(calls.filter((call) => call.includes('pages'))).toEqual([
      'beforeOperation pages read',
      ...perDocument,
      ...body.docs.map(() => 'afterRead pages'),
      'afterOperation pages find',
    ])
  })

  it('maps what access checks ask of polymorphic relations (7.3)', async () => {
    const { status, body } = await get('/api/pages?depth=0')
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body.docs.map(({ title }) => title)).toEqual(expect.arrayContaining(['Home', 'Trashed']))
    expect(body.docs.map(({ title }) => title)).not.toContain('Hidden')
    expect((await get('/api/pages?where[about.relationTo][equals]=topics')).body.totalDocs).toBe(1)
    expect((await get('/api/pages?where[about.relationTo][equals]=production_topics')).body.totalDocs ?? 0).toBe(0)
  })

  it('populates rich text by the features that the site overrides, on both sides alike (7.4)', async () => {
    const node = async (environment: 'staging' | 'production') => {
      const doc = await inEnvironment(site.payload, environment).findByID({
        collection: 'pages' as never,
        id: ids.home!,
        depth: 2,
      })
      return (doc as unknown as { body: { root: { children: { value: Doc; fields: { topic: Doc } }[] } } }).body.root
        .children[0]!
    }
    expect((await node('staging')).fields.topic).toMatchObject({ name: 'kept STAGED' })
    const { fields, value } = await node('production')
    expect(fields.topic).toMatchObject({ name: 'kept' })
    expect(value).toMatchObject({ alt: 'Old alt' })
  })

  it('keeps hooks on production that read without a request, or with a copy of theirs', async () => {
    const { body } = await get(`/api/pages/${ids.home}?depth=0`)
    const [alone, copied] = body.topicsSeen as string[]
    expect(alone!.split(',')).toContain('kept')
    expect(`${alone} ${copied}`).not.toContain('STAGED')
    const local = await inEnvironment(site.payload, 'production').findByID({
      collection: 'pages' as never,
      id: ids.home!,
    })
    expect(JSON.stringify(local)).not.toContain('STAGED')
  })

  it('asks none of staging’s tables for the public (REST, GraphQL, Local API)', async () => {
    for (const url of [
      '/api/pages?depth=3',
      `/api/pages/${ids.home}?depth=3&draft=true`,
      '/api/pages/count',
      '/api/topics',
      '/api/media',
      '/api/globals/header?depth=2&draft=true',
    ])
      expect((await get(url)).status, url).toBe(200)
    await askGraphQL(
      site,
      '{ Pages { docs { title topics { name } anything { relationTo value { ... on Topic { name } } } children { docs { title } } body } } Header { claim } }',
    )
    const reads = inEnvironment(site.payload, 'production')
    await reads.find({ collection: 'pages' as never, depth: 3, draft: true })
    await reads.findDistinct({ collection: 'pages' as never, field: 'topics' as never })
    await reads.findGlobal({ slug: 'header' as never, draft: true } as never)
    expect(statements.length).toBeGreaterThan(20)
    expect(stagingTablesAsked()).toEqual([])
    await inEnvironment(site.payload, 'staging').find({ collection: 'pages' as never })
    expect(stagingTablesAsked().length).toBeGreaterThan(0)
  })

  it('reads and writes on one request without mixing them', async () => {
    const request = new Request('http://localhost/api/anything')
    const { createPayloadRequest } = await import('payload')
    const req = await createPayloadRequest({ config: site.payload.config, payloadInstanceCacheKey: site.key, request })
    const args = { collection: 'pages' as never, id: ids.home!, req, depth: 0 }
    expect(await site.payload.findByID(args)).toMatchObject({ title: 'Home' })
    expect(await site.payload.findGlobal({ slug: 'header' as never, req })).toMatchObject({ claim: 'Old claim' })
    expect(
      await site.payload.updateGlobal({ slug: 'header' as never, data: { claim: 'Claim STAGED again' } as never, req }),
    ).toMatchObject({ claim: 'Claim STAGED again' })
    expect(await site.payload.update({ ...args, data: { secretNote: 'written' } as never })).toMatchObject({
      title: 'Home STAGED',
      secretNote: 'written',
    })
    expect(await site.payload.findGlobal({ slug: 'header' as never, req, depth: 1 })).toMatchObject({
      claim: 'Old claim',
      featured: { value: { name: 'kept' } },
    })
    expect(await site.payload.findByID({ ...args, req: undefined })).toMatchObject({
      title: 'Home STAGED',
      secretNote: 'written',
    })
  })

  it('keeps twenty requests of both kinds apart', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => get(`/api/pages/${ids.home}?depth=2`, i % 2 === 0 ? undefined : editor)),
    )
    for (const [i, { body }] of answers.entries()) {
      expect(body.title).toBe(i % 2 === 0 ? 'Home' : 'Home STAGED')
      expect(JSON.stringify(body).includes('STAGED')).toBe(i % 2 !== 0)
    }
  })

  it('finds the distinct values of a polymorphic relation', async () => {
    const { values } = await inEnvironment(site.payload, 'production').findDistinct({
      collection: 'pages' as never,
      field: 'about' as never,
    })
    expect(values).toContainEqual({ about: { relationTo: 'topics', value: ids.kept } })
  })

  it('answers visitors in GraphQL with the site’s own names, and editors from staging (7.9)', async () => {
    const source =
      '{ Pages(sort: "id") { docs { title about { relationTo value { ... on Topic { name } } } topics { name } children { docs { title } } body } } Header { claim featured { relationTo value { ... on Topic { name } } } } }'
    const visitor = JSON.stringify(await askGraphQL(site, source))
    expect(visitor).toContain('"title":"Home"')
    expect(visitor).toContain('{"relationTo":"topics","value":{"name":"kept"}}')
    expect(visitor).toContain('"claim":"Old claim"')
    expect(visitor).not.toMatch(/STAGED|errors/)
    const staged = JSON.stringify(await askGraphQL(site, source, { headers: editor }))
    expect(staged).toContain('Home STAGED')
    expect(staged).toContain('kept STAGED')
    const asked = { headers: editor, url: '/api/graphql?environment=production' }
    const production = JSON.stringify(await askGraphQL(site, source, asked))
    expect(production).toContain('"title":"Home"')
    expect(production).not.toMatch(/STAGED|errors/)
    for (const url of ['/api/graphql?environment=staging', '/api/graphql?environment=moon'])
      expect((await askGraphQL(site, source, { url })).errors?.length, url).toBeGreaterThan(0)
    for (const refused of [
      '{ versionsPages { docs { version { title } } } }',
      '{ versionsHeader { docs { version { claim } } } }',
      `mutation { updatePage(id: ${ids.home}, data: { title: "Hacked" }) { title } }`,
      'mutation { updateHeader(data: { claim: "Hacked" }) { claim } }',
      `mutation { deletePage(id: ${ids.home}) { title } }`,
      'mutation { createTopic(data: { name: "Hacked" }) { name } }',
    ])
      for (const headers of [undefined, customer]) {
        const { data, errors } = await askGraphQL(site, refused, { headers })
        expect(errors?.length, refused).toBeGreaterThan(0)
        expect(JSON.stringify(data ?? null)).not.toMatch(/STAGED|Hacked/)
      }
  })

  it('has the GraphQL schema of a site without the plugin (7.9)', async () => {
    const { mkdtemp } = await import('node:fs/promises')
    const plain = await createSite({ ...settings(await mkdtemp('/tmp/promote-scope-')), isInstalled: false })
    try {
      expect(printedSchema(site)).toBe(printedSchema(plain))
    } finally {
      await plain.stop()
    }
  })

  it('lists in /api/access what a site without the plugin lists (6.8)', async () => {
    const { mkdtemp } = await import('node:fs/promises')
    const plain = await createSite({ ...settings(await mkdtemp('/tmp/promote-scope-')), isInstalled: false })
    try {
      const access = async (of: Site, headers?: HeadersInit) =>
        (await (await of.request('/api/access', headers ? { headers } : {})).json()) as {
          collections?: Doc
          globals?: Doc
        }
      expect(await access(site)).toEqual(await access(plain))
      await plain.signIn('editor@example.com', { role: 'editor' })
      const there = await plain.signIn('customer@example.com', { role: 'customer' })
      expect(await access(site, customer)).toEqual(await access(plain, there))
      const { collections, globals } = await access(site, editor)
      const visible = Object.keys({ ...collections, ...globals })
      expect(visible).toEqual(expect.arrayContaining(['pages', 'topics', 'media', 'header']))
      expect(visible.filter((slug) => slug.startsWith('production'))).toEqual([])
    } finally {
      await plain.stop()
    }
  })

  it('tells nobody who is no admin user of tests on staging, their versions included (7.22)', async () => {
    await create('staging-tickets', { text: 'test STAGED' })
    for (const url of ['/api/staging-tickets', '/api/staging-tickets/versions', '/api/staging-tickets/count'])
      for (const headers of [undefined, customer]) {
        const { status, body } = await get(url, headers)
        expect(status, url).toBe(403)
        expect(JSON.stringify(body)).not.toContain('STAGED')
      }
    expect((await get('/api/staging-tickets/versions', editor)).body.docs).toHaveLength(1)
  })

  it('leaves out references to what is not on production, as staging leaves them out (7.8)', async () => {
    await update('topics', ids.unpublished!, { _status: 'draft' })
    await site.payload.delete({ collection: 'topics' as never, id: ids.deleted! })
    await update('pages', ids.trashedPage!, { deletedAt: new Date().toISOString() })
    await promoteAll(site)
    for (const read of [
      async () => (await get(`/api/pages/${ids.home}?depth=2`)).body,
      async () => (await get('/api/pages?depth=2')).body.docs.find(({ id }) => id === ids.home),
      () =>
        inEnvironment(site.payload, 'production').findByID({ collection: 'pages' as never, id: ids.home!, depth: 2 }),
    ]) {
      const doc = (await read()) as unknown as {
        topic: unknown
        parent: unknown
        topics: Doc[]
        anything: { value: Doc }[]
      }
      expect(doc.topic).toBeNull()
      expect(doc.parent).toBeNull()
      expect(doc.topics.map(({ name }) => name)).toEqual(['kept STAGED'])
      expect(doc.anything.map(({ value }) => value.name)).toEqual(['kept STAGED'])
    }
    const shallow = (await get(`/api/pages/${ids.home}?depth=0`)).body
    expect(shallow.topics).toContain(ids.kept)
  })
})
