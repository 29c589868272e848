import { fromWithRoot, type Side } from './fromWithRoot.ts'
import { isPublished, localeIsPublished } from './published.ts'
import { literal } from './quote.ts'
import { rowHash } from './rowHash.ts'
import type { PromotedTables } from './tablePairs.ts'

/**
 * Hashes the documents listed in `list` (a table or query with columns `entity` and `id`) on one side:
 *
 *   select id, sum(h) from (
 *     select p.id::text as id, hash_record_extended(row(p.title, …), seed) as h from posts p join list on …
 *     union all select c._parent_id::text, hash_record_extended(…) from posts_locales c join list on …
 *   ) rows group by id
 */
export const documentHashes = (tables: PromotedTables, side: Side, list: string): string => {
  const rows = tables.tables.map((pair) => {
    const { from, rootId } = fromWithRoot(pair, side, 'r')
    const conditions: string[] = []
    if (side === 'source') {
      if (!pair.parent) conditions.push(isPublished(tables, 'r'))
      const filter = localeIsPublished(tables, pair, 'r', rootId)
      if (filter) conditions.push(filter)
    }
    const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''
    return `select ${rootId} as id, ${rowHash(pair, side, 'r')} as h
      from ${from}
      join (select distinct l.id::${tables.root.idType} as id from ${list} l where l.entity = ${literal(tables.key)}) listed
        on listed.id = ${rootId}
      ${where}`
  })
  return `select id, sum(h) as hash from (
    ${rows.join('\n    union all\n    ')}
  ) hashed group by id`
}
