import { inEnvironment } from 'payload-promote'
import type { Site } from './createSite.ts'

type Doc = Record<string, unknown>
export type Readings = Record<string, Doc[]>

const locales = (site: Site): string[] => {
  const { localization } = site.payload.config
  return localization ? localization.localeCodes : []
}

/**
 * What differs by design, wherever it stands in a document: URLs of files (staging's storage, production's blobs),
 * results of joins, the folder of an editor, and what belongs to production.
 */
export const withoutDifferences = (value: unknown, owned: string[], without: string[]): unknown => {
  if (Array.isArray(value)) return value.map((item) => withoutDifferences(item, owned, without))
  if (typeof value !== 'object' || value === null) return value
  const isFile = 'filename' in value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(isFile && (key === 'url' || key === 'thumbnailURL')) && !without.includes(key))
      .filter(([key]) => key !== 'folder')
      .map(([key, inner]) => [key, withoutDifferences(inner, owned, without)]),
  )
}

export const withoutOwned = (doc: Doc, owned: string[]): Doc => {
  const copy = structuredClone(doc)
  for (const path of owned) {
    const keys = path.split('.')
    let at: Doc | undefined = copy
    for (const key of keys.slice(0, -1)) at = at?.[key] as Doc | undefined
    if (at) delete at[keys.at(-1)!]
  }
  return copy
}

export type ReadArgs = {
  collection: string
  owned?: string[]
  /** Names left out wherever they stand, e.g. those of join fields. */
  without?: string[]
  /** Reads over HTTP too, as a visitor and as the editor with these headers. */
  editor?: { authorization: string }
  api?: string
}

/**
 * Every published document of a collection as Payload reads it, in every way a site may ask: all locales at once and
 * one by one, at depth 0 and 2, through the Local API and REST.
 */
export const readEnvironment = async (
  site: Site,
  environment: 'staging' | 'production',
  { collection, owned = [], without = [], editor, api = '/api' }: ReadArgs,
): Promise<Readings> => {
  const reads = inEnvironment(site.payload, environment)
  const clean = (docs: unknown[]) =>
    (JSON.parse(JSON.stringify(docs)) as Doc[]).map(
      (doc) => withoutDifferences(withoutOwned(doc, owned), owned, without) as Doc,
    )
  const readings: Readings = {}
  const drafts = (
    site.payload.collections as Record<string, { config: { versions?: { drafts?: unknown } } } | undefined>
  )[collection]?.config.versions?.drafts
  const base = {
    collection: collection as never,
    pagination: false,
    sort: 'id',
    ...(drafts ? { where: { _status: { equals: 'published' } } } : {}),
  } as const
  const ways: { name: string; args: Record<string, unknown> }[] = [
    { name: 'depth 0', args: { depth: 0, ...(locales(site).length > 0 ? { locale: 'all' } : {}) } },
    { name: 'depth 2', args: { depth: 2, ...(locales(site).length > 0 ? { locale: 'all' } : {}) } },
    ...locales(site).map((locale) => ({ name: `depth 2 in ${locale}`, args: { depth: 2, locale } })),
  ]
  for (const { name, args } of ways) {
    const { docs } = await reads.find({ ...base, ...args } as Parameters<typeof reads.find>[0])
    readings[name] = clean(docs)
  }
  if (!editor) return readings
  for (const { name, args } of ways) {
    const query = new URLSearchParams({ pagination: 'false', sort: 'id', environment })
    for (const [key, value] of Object.entries(args)) query.set(key, String(value))
    if (drafts) query.set('where[_status][equals]', 'published')
    const response = await site.request(
      `${api}/${collection}?${query}`,
      environment === 'staging' ? { headers: editor } : {},
    )
    const body = (await response.json()) as { docs?: unknown[] }
    if (!body.docs) throw new Error(`${environment} ${collection} ${name}: ${response.status} ${JSON.stringify(body)}`)
    readings[`REST ${name}`] = clean(body.docs)
  }
  return readings
}

/**
 * Runs `work` while staging's texts are others than those promoted, so that a reader of production who looks into
 * staging's tables somewhere is found out. Staging is as before afterwards.
 */
export const whileStagingDiffers = async <T>(site: Site, tables: string[], work: () => Promise<T>): Promise<T> => {
  const columns = await site.query<{ name: string; column: string }>(
    `select format('%I.%I', table_schema, table_name) as name, quote_ident(column_name) as column
     from information_schema.columns
     where table_schema = $1 and table_name = any($2) and column_name in ('title', 'alt', 'label', 'text', 'word')`,
    [
      (site.payload.db as unknown as { schemaName?: string }).schemaName ?? 'public',
      tables.flatMap((table) => [table, `${table}_locales`]),
    ],
  )
  const mark = ' ON STAGING'
  for (const { name, column } of columns) await site.query(`update ${name} set ${column} = ${column} || '${mark}'`)
  try {
    return await work()
  } finally {
    for (const { name, column } of columns)
      await site.query(`update ${name} set ${column} = left(${column}, -${mark.length})`)
  }
}
