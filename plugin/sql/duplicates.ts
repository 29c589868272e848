import { type Database, own } from './database.ts'
import { fromWithRoot } from './fromWithRoot.ts'
import { isPublished, localeIsPublished } from './published.ts'
import { literal } from './quote.ts'
import { placeKeys } from './rawTables.ts'
import type { ColumnPair, PromotedTables, TablePair } from './tablePairs.ts'

export type DuplicateValue = { column: string; value: string; ids: string[] }

type UniqueIndex = { pair: TablePair; columns: ColumnPair[] }

/** Staging's unique indexes, but for those that only hold one row a locale together. Twins have none: values may rotate. */
const uniqueIndexes = (tables: PromotedTables): UniqueIndex[] =>
  tables.tables.flatMap((pair) =>
    Object.values(pair.rawSource.indexes ?? {})
      .filter((index) => index.unique)
      .map((index) => [index.on].flat())
      .filter((on) => !(pair.role === 'locales' && on.every((key) => placeKeys.locales.includes(key))))
      .map((on) => ({ pair, columns: on.flatMap((key) => pair.columns.filter((c) => c.key === key)) }))
      .filter(({ columns }) => columns.length > 0),
  )

const named = (columns: ColumnPair[]): string => columns.map((c) => c.raw.name).join(', ')

/** Values that are unique on staging and now stand twice on production. Needs `promoting`. */
export const selectDuplicates = async (db: Database, tables: PromotedTables): Promise<DuplicateValue[]> => {
  const found: DuplicateValue[] = []
  for (const { pair, columns } of uniqueIndexes(tables)) {
    const { from, rootId } = fromWithRoot(pair, 'target', 't')
    const list = columns.map((c) => `t.${c.target}`).join(', ')
    const { rows } = await db.query<{ value: string; ids: string[] }>(
      `select concat_ws(', ', ${list}) as value, array_agg(distinct ${rootId}::text) as ids
       from ${from}
       where (${list}) in (
         select ${list} from ${from}
         where ${rootId} in (select id::${tables.root.idType} from promoting where entity = $1 and kind <> 'delete')
       )
       group by ${list} having count(*) > 1`,
      [tables.key],
    )
    found.push(...rows.map((row) => ({ column: named(columns), ...row })))
  }
  return found
}

/**
 * Values that would stand twice on production once the plan is promoted: among what it brings, or beside what stays.
 *
 *   with incoming as (select s.slug, s.id from posts s join promote_changes …),
 *     staying as (select t.slug, t.id from prod_posts t where t.slug in (incoming) and not in the plan)
 */
export const selectPlannedDuplicates = async (
  db: Database,
  tables: PromotedTables,
  planId: string,
): Promise<DuplicateValue[]> => {
  const found: DuplicateValue[] = []
  const changes = `${own(db, 'promote_changes')} c`
  const isChange = `c.plan_id = $1 and c.entity = ${literal(tables.key)}`
  for (const { pair, columns } of uniqueIndexes(tables)) {
    const source = fromWithRoot(pair, 'source', 's')
    const target = fromWithRoot(pair, 'target', 't')
    const values = columns.map((_, index) => `value_${index}`)
    const published = pair.parent ? localeIsPublished(tables, pair, 's', source.rootId) : isPublished(tables, 's')
    const { rows } = await db.query<{ value: string; ids: string[] }>(
      `with incoming as materialized (
        select ${columns.map((c, index) => `s.${c.source} as value_${index}`).join(', ')}, c.doc_id
        from ${changes} join ${source.from} on ${source.rootId} = c.doc_id::${tables.root.idType}
        where ${isChange} and c.kind <> 'delete'${published ? ` and ${published}` : ''}
      ), staying as (
        select ${columns.map((c) => `t.${c.target}`).join(', ')}, ${target.rootId}::text
        from ${target.from}
        where (${columns.map((c) => `t.${c.target}`).join(', ')}) in (select ${values.join(', ')} from incoming)
          and not exists (select 1 from ${changes} where ${isChange} and c.doc_id = ${target.rootId}::text)
      )
      select concat_ws(', ', ${values.join(', ')}) as value, array_agg(distinct doc_id) as ids
      from (select * from incoming union all select * from staying) after
      where ${values.map((value) => `${value} is not null`).join(' and ')}
      group by ${values.join(', ')} having count(*) > 1`,
      [planId],
    )
    found.push(...rows.map((row) => ({ column: named(columns), ...row })))
  }
  return found
}
