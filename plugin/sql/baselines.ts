import { contentModel } from './contentModel.ts'
import { type Database, own } from './database.ts'
import type { PromotedTables } from './tablePairs.ts'

/** Records what the promoted documents look like now: what drift is measured against. */
export const upsertBaselines = async (db: Database, planId: string, entities: PromotedTables[]): Promise<void> => {
  await db.query(
    `insert into ${own(db, 'promote_baselines')} (entity, doc_id, hash, model)
     select c.entity, c.doc_id, c.source_hash, m.model
     from ${own(db, 'promote_changes')} c join unnest($2::text[], $3::text[]) m(entity, model) on m.entity = c.entity
     where c.plan_id = $1 and c.kind <> 'delete'
     on conflict (entity, doc_id) do update set hash = excluded.hash, model = excluded.model`,
    [planId, entities.map(({ key }) => key), entities.map(contentModel)],
  )
  await db.query(
    `delete from ${own(db, 'promote_baselines')} b using ${own(db, 'promote_changes')} c
     where c.plan_id = $1 and c.kind = 'delete' and b.entity = c.entity and b.doc_id = c.doc_id`,
    [planId],
  )
}

/** Forgets what was promoted of these entities: their production is filled anew. */
export const deleteBaselines = async (db: Database, entities: PromotedTables[]): Promise<void> => {
  await db.query(`delete from ${own(db, 'promote_baselines')} where entity = any($1)`, [entities.map(({ key }) => key)])
}
