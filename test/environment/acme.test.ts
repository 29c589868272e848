import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { handleEndpoints, type Payload } from 'payload'
import { computePlan, inEnvironment, runPromotion } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listPromotedTables } from '../../plugin/sql/tablePairs.ts'
import { createDatabase } from '../helpers/createDatabase.ts'
import type { Site } from '../helpers/createSite.ts'
import { readGraphQL } from '../helpers/graphql.ts'

type Doc = Record<string, unknown> & { id: number }
type Client = { prototype: { query: (this: unknown, ...args: unknown[]) => unknown } }

/** Acme, once its redesign is staged: what the public reads of each collection and global, in each way that Payload has. */
describe('Acme’s production', () => {
  let payload: Payload
  let site: Site
  let directory: string
  let editor: { authorization: string }
  /** All that GraphQL answered of what was published, when it was promoted. */
  let promoted: Record<string, unknown>
  const statements: string[] = []

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'promote-acme-'))
    // Read by the config when it is imported.
    Object.assign(process.env, {
      DATABASE_URL: await createDatabase(),
      MEDIA_DIR: path.join(directory, 'media'),
      PRODUCTION_FILES_DIR: path.join(directory, 'production-files'),
    })
    const { getPayload } = await import('payload')
    const { default: config } = await import('../../dev-site/payload.config.ts')
    payload = await getPayload({ config })
    site = { payload } as Site
    const { seedOld } = await import('../../dev-site/seed/seedOld.ts')
    const { seedRedesign } = await import('../../dev-site/seed/seedRedesign.ts')
    const { asEditor } = await import('../../dev-site/demo/asEditor.ts')
    const { password, users } = await import('../../dev-site/seed/facts.ts')
    await seedOld(payload)
    const { token } = await payload.login({ collection: 'users', data: { email: users.admin, password } })
    editor = { authorization: `JWT ${token}` }
    promoted = await read({ headers: editor, publishedOnly: true })
    const { id } = await computePlan({ payload })
    expect(await runPromotion({ payload, planId: id })).toMatchObject({ status: 'succeeded' })
    await seedRedesign(await asEditor(payload))

    const { pool } = payload.db as unknown as {
      pool: { Client: Client; on: (event: 'error', listener: () => void) => void }
    }
    pool.on('error', () => undefined)
    const { query } = pool.Client.prototype
    pool.Client.prototype.query = function (...args) {
      const [statement] = args as [string | { text: string }]
      statements.push(typeof statement === 'string' ? statement : statement.text)
      return query.apply(this, args)
    }
  })
  afterAll(async () => {
    await payload?.destroy()
    await rm(directory, { recursive: true, force: true })
  })

  const read = (options: Parameters<typeof readGraphQL>[1]) =>
    readGraphQL(site, { without: /^(User|Preference|Order|Payload)/, ...options })

  /** Production's URLs name blobs; and Payload's resolver of a list gives its documents as they come in. */
  const comparable = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value, (key, inner) => {
        if (/(^|_)(url|thumbnailURL)$/.test(key)) return undefined
        const isOfDocuments = Array.isArray(inner) && inner.every((item) => typeof item?.createdAt === 'string')
        return isOfDocuments ? [...inner].sort((a: Doc, b: Doc) => a.id - b.id) : inner
      }),
    )

  const stagingTables = () =>
    new Set(
      listPromotedTables(payload).flatMap(({ entity, tables }) => [
        ...tables.map(({ rawSource }) => rawSource.name),
        `_${entity.slug.replaceAll('-', '_')}_v`,
      ]),
    )
  const during = async (work: () => Promise<unknown>): Promise<string[]> => {
    statements.length = 0
    await work()
    const tables = stagingTables()
    return statements.filter((sql) => [...sql.matchAll(/"(\w+)"/g)].some(([, name]) => tables.has(name!)))
  }
  const get = async (url: string, headers?: HeadersInit) => {
    const request = new Request(`http://localhost${url}`, headers ? { headers } : {})
    const response = await handleEndpoints({ config: payload.config, request })
    return { status: response.status, body: (await response.json()) as { docs?: Doc[] } }
  }
  const entities = () => [
    ...payload.config.collections.filter(({ slug }) => !/^(production_|staging-|payload-|content-)/.test(slug)),
  ]

  it('is read over REST without a look at staging, whatever is asked of whichever collection', async () => {
    for (const { slug } of entities()) {
      const asked = await during(async () => {
        const list = await get(`/api/${slug}?depth=3&limit=100`)
        expect(list.status, slug).toBeLessThan(500)
        const [first] = list.body.docs ?? []
        for (const url of [
          `/api/${slug}/count`,
          `/api/${slug}/${first?.id ?? 1}?depth=3&draft=true&locale=all`,
          `/api/${slug}?depth=1&draft=true&sort=-updatedAt&where[id][exists]=true`,
        ])
          expect((await get(url)).status, url).toBeLessThan(500)
      })
      expect(asked, slug).toEqual([])
    }
    for (const { slug } of payload.config.globals.filter(({ slug }) => !slug.startsWith('production_')))
      expect(await during(() => get(`/api/globals/${slug}?depth=3&draft=true&locale=all`)), slug).toEqual([])
    expect((await during(() => get('/api/pages?depth=3', editor))).length).toBeGreaterThan(0)
  })

  it('is read through the Local API without a look at staging', async () => {
    const reads = inEnvironment(payload, 'production')
    for (const { slug } of entities().filter(({ slug }) => slug !== 'users'))
      expect(
        await during(async () => {
          const { docs } = await reads.find({ collection: slug, depth: 3, draft: true, limit: 100, locale: 'all' })
          if (docs[0]) await reads.findByID({ collection: slug, id: docs[0].id, depth: 3, draft: true })
          await reads.count({ collection: slug })
        }),
        slug,
      ).toEqual([])
  })

  it('is all there in GraphQL, as it was promoted, without a look at staging', async () => {
    let answers: Record<string, unknown> = {}
    const asked = await during(async () => {
      answers = await read({ headers: editor, url: '/api/graphql?environment=production' })
    })
    expect(comparable(answers)).toEqual(comparable(promoted))
    expect(Object.keys(answers)).toEqual(
      expect.arrayContaining(['Pages', 'Posts', 'Products', 'Header', 'Forms', 'Redirects']),
    )
    expect(asked).toEqual([])
    expect(
      await during(() =>
        read({ without: /^(User|Preference|Order|Integration|AnalyticsEvent|FormSubmission|Domain|Payload)/ }),
      ),
    ).toEqual([])
    expect(JSON.stringify(await read({ headers: editor }))).not.toBe(JSON.stringify(answers))
  })
})
