import { literal } from './quote.ts'
import type { ColumnPair, PromotedTables, TablePair } from './tablePairs.ts'

export type Side = 'source' | 'target'

/** Condition on the staged root row `alias`: it is published and not in the trash. */
export const isPublished = (tables: PromotedTables, alias: string): string => {
  const conditions: string[] = []
  const { root } = tables
  if (tables.drafts && !tables.localizedStatus) conditions.push(`${alias}."_status" = 'published'`)
  if (tables.localizedStatus) {
    if (tables.locales)
      conditions.push(
        `exists (select 1 from ${tables.locales.source} l where l."_parent_id" = ${alias}."id" and l."_status" = 'published')`,
      )
  }
  if (tables.trash && root.rawSource.columns.deletedAt) conditions.push(`${alias}."deleted_at" is null`)
  return conditions.length > 0 ? conditions.join(' and ') : 'true'
}

/**
 * Condition on a staged child row `alias` of a site with a status for each locale: its locale is published. Undefined
 * where there is nothing to filter.
 */
export const localeIsPublished = (
  tables: PromotedTables,
  pair: TablePair,
  alias: string,
  rootId: string,
): string | undefined => {
  const { localeColumn: locale } = pair
  const { locales } = tables
  if (!tables.localizedStatus || !locale || !locales) return undefined
  if (pair === locales) return `${alias}."_status" = 'published'`
  return `(${alias}.${locale} is null or exists (select 1 from ${locales.source} pl
    where pl."_parent_id" = ${rootId} and pl."_locale" = ${alias}.${locale} and pl."_status" = 'published'))`
}

/** A table and those above it, up to its document's. Names are qualified and quoted. */
export type TableChain = Pick<TablePair, Side | 'parentColumn'> & { parent: TableChain | undefined }

/** A table's rows with the id of the document they belong to, joined up the chain of parents. */
export const fromWithRoot = (pair: TableChain, side: Side, alias: string): { from: string; rootId: string } => {
  let from = `${pair[side]} ${alias}`
  let current = pair
  let currentAlias = alias
  for (let depth = 1; current.parent; depth++) {
    if (!current.parent.parent) return { from, rootId: `${currentAlias}.${current.parentColumn}` }
    const parentAlias = `${alias}_p${depth}`
    from += `\n    join ${current.parent[side]} ${parentAlias} on ${parentAlias}."id" = ${currentAlias}.${current.parentColumn}`
    current = current.parent
    currentAlias = parentAlias
  }
  return { from, rootId: `${alias}."id"` }
}

const rowOf = (columns: ColumnPair[], side: Side, alias: string): string =>
  `row(${columns.map((c) => comparable(c, `${alias}.${c[side]}`)).join(', ')})`

/**
 * What a column is compared by. PostGIS' own equality on geometry has changed with its versions; bytes have not. An enum
 * is hashed by a number that a restore or a migration of its type gives anew; its label stays.
 */
export const comparable = (column: ColumnPair, expression: string): string => {
  if (column.raw.type === 'geometry') return `st_asewkb(${expression})`
  return column.raw.type === 'enum' ? `${expression}::text` : expression
}

export const comparedRow = (pair: TablePair, side: Side, alias: string): string => rowOf(pair.compared, side, alias)

/**
 * Whether a staged row and production's may differ. JSON is compared by its bytes, which is twice as fast as taking the
 * trees apart: the same bytes are the same value, and where other bytes are the same value, the documents' hashes turn
 * out equal. The other columns come first, they are cheap.
 */
export const mayDiffer = (pair: TablePair, source: string, target: string): string => {
  const json = pair.compared.filter((c) => c.raw.type === 'jsonb')
  const others = pair.compared.filter((c) => c.raw.type !== 'jsonb')
  const conditions: string[] = []
  if (others.length > 0)
    conditions.push(`${rowOf(others, 'source', source)} is distinct from ${rowOf(others, 'target', target)}`)
  if (json.length > 0)
    conditions.push(`record_image_ne(${rowOf(json, 'source', source)}, ${rowOf(json, 'target', target)})`)
  return `(${conditions.join(' or ')})`
}

/**
 * A 64-bit hash of a row's compared columns; the table's name is the seed, so that rows of two tables never cancel.
 * PostgreSQL's hash of a record is linear in the hashes of its columns (31 × the one before + the next): summed over
 * rows it stays the same when two rows trade values, as reordered relations do. Hashed once more, it does not.
 */
export const rowHash = (pair: TablePair, side: Side, alias: string): string =>
  `hashtextextended(hash_record_extended(${comparedRow(pair, side, alias)}, hashtextextended(${literal(pair.name)}, 0))::text, 0)`

/**
 * What matches a staged row with production's: the id where it is an identity, else the row's place. Places need not be
 * unique: a false difference ends where the documents' hashes turn out equal.
 */
export const matchRows = (pair: TablePair, source: string, target: string): string => {
  if (pair.hasStableId) return `${source}."id" = ${target}."id"`
  return pair.place
    .map((c) => {
      const s = `${source}.${c.source}`
      const t = `${target}.${c.target}`
      if (c.raw.notNull) return `${s} = ${t}`
      if (c.key === 'order') return `coalesce(${s}, -1) = coalesce(${t}, -1)`
      return `coalesce(${s}::text, '') = coalesce(${t}::text, '')`
    })
    .join(' and ')
}
