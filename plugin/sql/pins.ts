import { type Database, own } from './database.ts'
import { documentHashes } from './documentHashes.ts'
import { appliedFilesDiffer, stagedFilesDiffer } from './files.ts'
import { isPublished } from './published.ts'
import { literal } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

export type StaleDocument = { collection: string; id: string; title: string | null; side: 'staging' | 'production' }

/**
 * The plan's documents of one entity that no longer look as the plan pinned them. Needs the temp table `promoting`.
 * An upload's pins include when it was saved and the bytes of its files, as they were read last.
 */
export const selectStale = (db: Database, tables: PromotedTables, planId: string): Promise<StaleDocument[]> =>
  selectUnlikePins(db, tables, planId, {
    hashes: `, source_hash as materialized (
      ${documentHashes(tables, 'source', 'promoting')}
    )`,
    join: `left join source_hash sh on sh.id = c.doc_id::${tables.root.idType}`,
    stale: `c.source_hash is distinct from (case when s."id" is not null then sh.hash end)`,
  })

/**
 * The same right before applying, without reading all of the staged content again: what is applied is compared with the
 * pins afterwards (`selectMisapplied`), so only what would not be applied is looked for. Needs the locks on staging.
 */
export const selectStaleBeforeApplying = (
  db: Database,
  tables: PromotedTables,
  planId: string,
): Promise<StaleDocument[]> =>
  selectUnlikePins(db, tables, planId, {
    hashes: '',
    join: '',
    stale: `(s."id" is not null) <> (c.kind <> 'delete')`,
  })

const selectUnlikePins = async (
  db: Database,
  tables: PromotedTables,
  planId: string,
  source: { hashes: string; join: string; stale: string },
): Promise<StaleDocument[]> => {
  const { root } = tables
  const { rows } = await db.query<StaleDocument>(
    `with target_hash as materialized (
      ${documentHashes(tables, 'target', 'promoting')}
    )${source.hashes}, checked as (
      select c.doc_id, c.title,
        ${source.stale}
          ${tables.upload ? `or (s."id" is not null and s."updated_at" is distinct from c.updated_at)` : ''}
          or ${stagedFilesDiffer(db, tables)} as source_stale,
        c.target_hash is distinct from th.hash as target_stale
      from ${own(db, 'promote_changes')} c
      left join ${root.source} s on s."id" = c.doc_id::${root.idType} and ${isPublished(tables, 's')}
      left join target_hash th on th.id = c.doc_id::${root.idType}
      ${source.join}
      where c.plan_id = $1 and c.entity = ${literal(tables.key)}
    )
    select ${literal(tables.key)} as collection, doc_id as id, title,
      case when source_stale then 'staging' else 'production' end as side
    from checked where source_stale or target_stale order by doc_id`,
    [planId],
  )
  return rows
}

/**
 * After applying: the plan's documents of one entity whose production side is not what the plan pinned of staging. What
 * was changed on staging between the check and the applying shows here, because it was applied.
 */
export const selectMisapplied = async (
  db: Database,
  tables: PromotedTables,
  planId: string,
): Promise<StaleDocument[]> => {
  const { rows } = await db.query<StaleDocument>(
    `with target_hash as materialized (
      ${documentHashes(tables, 'target', 'promoting')}
    )
    select ${literal(tables.key)} as collection, c.doc_id as id, c.title, 'staging' as side
    from ${own(db, 'promote_changes')} c
    left join target_hash th on th.id = c.doc_id::${tables.root.idType}
    where c.plan_id = $1 and c.entity = ${literal(tables.key)}
      and (th.hash is distinct from (case when c.kind = 'delete' then null else c.source_hash end)
        or ${appliedFilesDiffer(tables)})
    order by c.doc_id`,
    [planId],
  )
  return rows
}
