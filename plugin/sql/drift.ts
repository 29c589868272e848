import { contentModel } from './contentModel.ts'
import { type Database, own } from './database.ts'
import { documentHashes } from './documentHashes.ts'
import { literal } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

export type Drifted = { collection: string; id: string; kind: 'changed' | 'added' | 'removed' }

/** Drift listed for one collection; the first ones are enough to act on. */
const listed = 1000

/**
 * Production's documents of one entity that are not what the last promotion left there: changed, added or removed
 * behind its back. Reads all of production's rows of the entity once.
 */
export const selectDrifted = async (db: Database, tables: PromotedTables): Promise<Drifted[]> => {
  const all = `(select ${literal(tables.key)} as entity, x."id"::text as id from ${tables.root.target} x)`
  const { rows } = await db.query<Drifted>(
    `with target_hash as materialized (
      ${documentHashes(tables, 'target', all)}
    ), baseline as (
      select doc_id, hash, model from ${own(db, 'promote_baselines')} where entity = ${literal(tables.key)}
    )
    select ${literal(tables.key)} as collection, coalesce(t.id::text, b.doc_id) as id,
      case when b.doc_id is null then 'added' when t.id is null then 'removed' else 'changed' end as kind
    from target_hash t full join baseline b on b.doc_id = t.id::text
    where b.doc_id is null or t.id is null or (b.hash <> t.hash and b.model = ${literal(contentModel(tables))})
    order by 2 limit ${listed}`,
  )
  return rows
}
