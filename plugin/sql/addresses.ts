import type { FlattenedField, Payload } from 'payload'
import type { DocumentAddress } from '../types.ts'
import { type Database, own } from './database.ts'
import { fieldPlaces } from './fieldPlaces.ts'
import { fromWithRoot } from './fromWithRoot.ts'
import { literal } from './quote.ts'
import type { SchemaAdapter } from './rawTables.ts'
import { configOf, type PromotedTables, type TablePair } from './tablePairs.ts'

/** Where documents stood and stand now, by id. */
export type Addresses = Map<string, { before: DocumentAddress; after: DocumentAddress }>

/** Fields that hold a document's whole path, the first that a collection has. */
const pathFields = ['path', 'uri', 'pathname']

/** A table with parts of addresses, and the fields that they come from. */
type AddressTable = { pair: TablePair; slug: string | undefined; path: string | undefined }

/**
 * Slugs and paths of a promotion's documents: before it from the rows that it replaced, after it from production. One
 * statement for each of an entity's tables that holds any: its own, that of its locales, and nested-docs' breadcrumbs.
 */
export const selectAddresses = async (
  db: Database,
  payload: Payload,
  tables: PromotedTables,
  promotion: { owner: string; planId: string },
): Promise<Addresses> => {
  const addresses: Addresses = new Map()
  for (const table of listAddressTables(payload, tables))
    for (const row of await selectAddressRows(db, tables, table, promotion)) addAddress(addresses, row)
  return addresses
}

const listAddressTables = (payload: Payload, tables: PromotedTables): AddressTable[] => {
  const own = tables.locales ? [tables.root, tables.locales] : [tables.root]
  const has = (pair: TablePair, key: string) => pair.columns.some((c) => c.key === key)
  const pathField = pathFields.find((key) => own.some((pair) => has(pair, key)))
  const found = own.map((pair) => ({
    pair,
    slug: has(pair, 'slug') ? 'slug' : undefined,
    path: pathField && has(pair, pathField) ? pathField : undefined,
  }))
  const breadcrumbs = pathField ? undefined : findBreadcrumbs(payload, tables)
  return [...found.filter(({ slug, path }) => slug ?? path), ...(breadcrumbs ? [breadcrumbs] : [])]
}

/** nested-docs keeps a page's path as the URL of its last breadcrumb. */
const findBreadcrumbs = (payload: Payload, { entity, root, tables }: PromotedTables): AddressTable | undefined => {
  const { flattenedFields } = configOf(payload, entity) as { flattenedFields: FlattenedField[] }
  const places = fieldPlaces(payload.db as unknown as SchemaAdapter, root.rawSource.name, flattenedFields)
  const pair = tables.find((t) => t.parent === root && places.get(t.rawSource.name)?.array === 'breadcrumbs')
  return pair?.columns.some((c) => c.key === 'url') ? { pair, slug: undefined, path: 'url' } : undefined
}

type AddressRow = {
  side: 'before' | 'after'
  id: string
  locale: string | null
  slug: string | null
  path: string | null
}

/**
 *   select distinct on (side, id, locale) side, id, locale, slug, path from (
 *     select 'before' as side, i.doc_id as id, null as locale, i.row ->> 'slug' as slug, … from promote_images i
 *       where i.owner = $1 and i.entity = 'posts' and i.table_name = 'prod_posts'
 *     union all
 *     select 'after', r.id::text, null, r.slug, … from prod_posts r where r.id in (…)
 *   ) found order by side, id, locale, position desc
 */
const selectAddressRows = async (
  db: Database,
  tables: PromotedTables,
  { pair, slug, path }: AddressTable,
  { owner, planId }: { owner: string; planId: string },
): Promise<AddressRow[]> => {
  const column = (key: string | undefined) => pair.columns.find((c) => c.key === key)
  const recorded = (key: string | undefined) => {
    const found = column(key)
    return found ? `i.row ->> ${literal(found.rawTarget.name)}` : 'null'
  }
  const current = (key: string | undefined) => {
    const found = column(key)
    return found ? `r.${found.target}::text` : 'null'
  }
  const { from, rootId } = fromWithRoot(pair, 'target', 'r')
  const { rows } = await db.query<AddressRow>(
    `select distinct on (side, id, locale) side, id, locale, slug, path from (
      select 'before' as side, i.doc_id as id, ${recorded('_locale')} as locale, ${recorded(slug)} as slug,
        ${recorded(path)} as path, (${recorded('_order')})::int as position
      from ${own(db, 'promote_images')} i
      where i.owner = $1 and i.entity = ${literal(tables.key)} and i.table_name = ${literal(pair.name)}
      union all
      select 'after', ${rootId}::text, ${current('_locale')}, ${current(slug)}, ${current(path)},
        (${current('_order')})::int
      from ${from}
      where ${rootId} in (select doc_id::${tables.root.idType} from ${own(db, 'promote_changes')}
        where plan_id = $2 and entity = ${literal(tables.key)} and kind <> 'delete')
    ) found
    order by side, id, locale, position desc`,
    [owner, planId],
  )
  return rows
}

const addAddress = (addresses: Addresses, { side, id, locale, slug, path }: AddressRow): void => {
  const entry = addresses.get(id) ?? { before: {}, after: {} }
  addresses.set(id, entry)
  for (const [name, value] of Object.entries({ slug, path }) as ['slug' | 'path', string | null][]) {
    if (value === null) continue
    if (locale === null) entry[side][name] = value
    else entry[side][name] = { ...(entry[side][name] as Record<string, string> | undefined), [locale]: value }
  }
}
