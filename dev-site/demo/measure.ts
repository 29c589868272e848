// What the demo and the tests measure: rows by SQL, documents through Payload.
import { isDeepStrictEqual } from 'node:util'
import type { CollectionSlug, GlobalSlug, Payload } from 'payload'
import { inEnvironment } from 'payload-promote'

type Pool = { query: <Row>(text: string, values?: unknown[]) => Promise<{ rows: Row[] }> }
const poolOf = (payload: Payload): Pool => (payload.db as unknown as { pool: Pool }).pool

const ownTables = /^(prod_|stag_|promote_|content_|payload_)/

/** Tables of separate and shared collections: everything that is neither promoted, nor a twin, nor the plugin's own. */
const listUntouchableTables = async (payload: Payload, promoted: string[]): Promise<string[]> => {
  const { rows } = await poolOf(payload).query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const isPromoted = (name: string) =>
    promoted.some((slug) => {
      const root = slug.replaceAll('-', '_')
      return name === root || name.startsWith(`${root}_`) || name === `_${root}_v` || name.startsWith(`_${root}_v_`)
    })
  return rows.map((row) => row.name).filter((name) => !ownTables.test(name) && !isPromoted(name))
}

export type Rows = Map<string, Map<string, string>>

/** Every row of every separate and shared table, as text, by table and primary key. */
export const readUntouchableRows = async (payload: Payload, promoted: string[]): Promise<Rows> => {
  const tables: Rows = new Map()
  for (const table of await listUntouchableTables(payload, promoted)) {
    const { rows } = await poolOf(payload).query<{ row: Record<string, unknown>; text: string }>(
      `select to_jsonb(t) as row, to_jsonb(t)::text as text from "${table}" t`,
    )
    tables.set(table, new Map(rows.map(({ row, text }) => [String(row.id), text])))
  }
  return tables
}

/** Rows of `before` that are gone or differ now. */
export const listTouchedRows = (before: Rows, after: Rows): string[] =>
  [...before].flatMap(([table, rows]) =>
    [...rows].filter(([id, text]) => after.get(table)?.get(id) !== text).map(([id]) => `${table} ${id}`),
  )

const promotedCollections = [
  'pages',
  'posts',
  'categories',
  'products',
  'media',
  'forms',
  'redirects',
  'popups',
  'integrations',
  'object-types',
  'objects',
] as const
const promotedGlobals = ['header', 'footer', 'design', 'seo', 'robots', 'consent'] as const
export const promotedSlugs: string[] = [...promotedCollections, ...promotedGlobals]

/** Every promoted document of one environment, all locales, read through Payload. */
const readDocuments = async (
  payload: Payload,
  environment: 'staging' | 'production',
): Promise<Map<string, unknown>> => {
  const site = inEnvironment(payload, environment)
  const found = new Map<string, unknown>()
  for (const collection of promotedCollections) {
    const { docs } = await site.find({
      collection: collection as CollectionSlug,
      depth: 0,
      locale: 'all',
      pagination: false,
      limit: 0,
    })
    for (const doc of docs) found.set(`${collection} ${doc.id}`, comparable(doc, collection))
  }
  for (const slug of promotedGlobals)
    found.set(slug, comparable(await site.findGlobal({ slug: slug as GlobalSlug, depth: 0, locale: 'all' }), slug))
  return found
}

/** Without what may differ: file URLs, and production's own stock. */
const comparable = (doc: unknown, slug: string): unknown => {
  const copy = JSON.parse(JSON.stringify(doc)) as Record<string, unknown> & {
    sizes?: Record<string, Record<string, unknown>>
  }
  if (slug === 'products') delete copy.stock
  if (slug !== 'media') return copy
  delete copy.url
  delete copy.thumbnailURL
  for (const size of Object.values(copy.sizes ?? {})) delete size.url
  return copy
}

/** Documents that differ between staging's published state and production. */
export const listUnequalDocuments = async (payload: Payload): Promise<string[]> => {
  const staging = await readDocuments(payload, 'staging')
  const production = await readDocuments(payload, 'production')
  return [...new Set([...staging.keys(), ...production.keys()])].filter(
    (key) => !isDeepStrictEqual(staging.get(key), production.get(key)),
  )
}

/** Stock on production by product id. */
export const readStock = async (payload: Payload): Promise<Map<number, number>> => {
  const { docs } = await inEnvironment(payload, 'production').find({
    collection: 'products',
    depth: 0,
    pagination: false,
  })
  return new Map(docs.map((doc) => [doc.id, doc.stock ?? 0]))
}

/** How many of these addresses stand in a table of submissions or orders. */
export const countStored = async (
  payload: Payload,
  addresses: string[],
): Promise<{ forms: number; orders: number }> => {
  const count = async (text: string) => {
    const { rows } = await poolOf(payload).query<{ n: number }>(text, [addresses])
    return rows[0]!.n
  }
  return {
    forms: await count('select count(*)::int as n from form_submissions_submission_data where value = any($1)'),
    orders: await count('select count(*)::int as n from orders where email = any($1)'),
  }
}
