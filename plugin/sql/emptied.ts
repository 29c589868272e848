import { type Database, own } from './database.ts'
import { literal } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

export type Emptied = { collection: string; documents: number }

/** One document may well be the whole of a small collection: to delete it is an edit like others. */
const leastDocuments = 2

/** The collections of which a plan deletes every document that production has, and brings none. */
export const selectEmptied = async (db: Database, planId: string, promoted: PromotedTables[]): Promise<Emptied[]> => {
  const collections = promoted.filter(({ entity }) => entity.kind === 'collection')
  if (collections.length === 0) return []
  const { rows } = await db.query<Emptied>(
    `select entity as collection, n as documents from (
       select entity, count(*)::int as n from ${own(db, 'promote_changes')} where plan_id = $1
       group by entity having bool_and(kind = 'delete') and count(*) >= ${leastDocuments}
     ) deleted
     where n = case entity
       ${collections.map(({ key, root }) => `when ${literal(key)} then (select count(*) from ${root.target})`).join('\n       ')} end
     order by 1`,
    [planId],
  )
  return rows
}
