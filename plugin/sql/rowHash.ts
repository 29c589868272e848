import type { Side } from './fromWithRoot.ts'
import { literal } from './quote.ts'
import type { ColumnPair, TablePair } from './tablePairs.ts'

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
