import type { Change, ChangeKind, ChangePage, KindCounts, Plan, PlanProblem } from '../types.ts'
import { type Database, own } from './database.ts'

export type StoredPlan = Plan & { fingerprint: string; generation: number; expired: boolean }

export const insertPlan = async (
  db: Database,
  plan: {
    id: string
    fingerprint: string
    generation: number
    problems: PlanProblem[]
    createdBy: string | undefined
    hours: number
  },
): Promise<void> => {
  await db.query(
    `with changes as (
      select entity, kind, doc_id, source_hash, target_hash, files_hash
      from ${own(db, 'promote_changes')} where plan_id = $1
    ), per_kind as (
      select entity, kind, count(*) as n from changes group by entity, kind
    ), per_entity as (
      select entity, jsonb_build_object(
        'create', coalesce(sum(n) filter (where kind = 'create'), 0),
        'update', coalesce(sum(n) filter (where kind = 'update'), 0),
        'delete', coalesce(sum(n) filter (where kind = 'delete'), 0)) as counts
      from per_kind group by entity
    )
    insert into ${own(db, 'promote_plans')}
      (id, hash, fingerprint, generation, computed_at, expires_at, counts, problems, total, created_by)
    select $1,
      (select encode(sha256(convert_to(coalesce(string_agg(concat_ws(':', entity, doc_id, kind, source_hash, target_hash, files_hash), E'\\n'
         order by entity, doc_id), ''), 'UTF8')), 'hex') from changes),
      $2, $3, now(), now() + make_interval(hours => $6),
      coalesce((select jsonb_object_agg(entity, counts) from per_entity), '{}'::jsonb), $4::jsonb,
      (select count(*) from changes), $5`,
    [plan.id, plan.fingerprint, plan.generation, JSON.stringify(plan.problems), plan.createdBy ?? null, plan.hours],
  )
}

/** A plan that was just written is in no statistics, and the statements on its changes would be planned for one row. */
export const analyzeChanges = async (db: Database): Promise<void> => {
  await db.query(`analyze ${own(db, 'promote_changes')}`)
}

/** Plans are kept for their lifetime only; what was promoted stays as long as its record, to be put back. */
export const deleteExpiredPlans = async (db: Database): Promise<void> => {
  await db.query(
    `with expired as (
      delete from ${own(db, 'promote_plans')} p where p.expires_at < now() - interval '7 days'
        and not exists (select 1 from ${own(db, 'content_promotions')} c where c.plan_id = p.id and c.generation is not null)
      returning id
    ) delete from ${own(db, 'promote_changes')} c using expired where c.plan_id = expired.id`,
  )
}

/**
 * A copy of a plan without some of its deletes, whose documents stay on production. Returns how many deletes that took
 * out. A global is named by
 * `global:<slug>` and its slug.
 */
export const insertNarrowedPlan = async (
  db: Database,
  plan: { from: string; to: string; keep: { collection: string; id: string }[] },
): Promise<number> => {
  const values = [plan.from, plan.keep.map((k) => k.collection), plan.keep.map((k) => k.id)]
  const kept = `exists (select 1 from unnest($2::text[], $3::text[]) k(collection, id)
    where c.entity = k.collection and (c.doc_id = k.id or c.entity = 'global:' || k.id))`
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from ${own(db, 'promote_changes')} c where plan_id = $1 and kind = 'delete' and ${kept}`,
    values,
  )
  await db.query(
    `insert into ${own(db, 'promote_changes')}
       (plan_id, entity, doc_id, kind, title, updated_at, updated_by, source_hash, target_hash, files_hash, drift)
     select $4, entity, doc_id, kind, title, updated_at, updated_by, source_hash, target_hash, files_hash, drift
     from ${own(db, 'promote_changes')} c where plan_id = $1 and not (kind = 'delete' and ${kept})`,
    [...values, plan.to],
  )
  return rows[0]!.n
}

/** A plan's changes of documents that were changed on production since the last promotion; the first ones. */
export const selectDriftedChanges = async (
  db: Database,
  planId: string,
  limit: number,
): Promise<{ collection: string; id: string; title: string | null }[]> => {
  const { rows } = await db.query<{ collection: string; id: string; title: string | null }>(
    `select entity as collection, doc_id as id, title from ${own(db, 'promote_changes')}
     where plan_id = $1 and drift order by entity, doc_id limit $2`,
    [planId, limit],
  )
  return rows
}

type PlanRow = {
  id: string
  hash: string
  fingerprint: string
  generation: number
  computed_at: Date
  expires_at: Date
  counts: Record<string, KindCounts>
  problems: PlanProblem[]
  total: number
  expired: boolean
}

export const selectPlan = async (db: Database, id: string): Promise<StoredPlan | undefined> => {
  const { rows } = await db.query<PlanRow>(
    `select id, hash, fingerprint, generation, computed_at, expires_at, counts, problems, total,
       expires_at < now() as expired
     from ${own(db, 'promote_plans')} where id = $1`,
    [id],
  )
  const row = rows[0]
  return (
    row && {
      id: row.id,
      hash: row.hash,
      fingerprint: row.fingerprint,
      generation: row.generation,
      computedAt: new Date(row.computed_at).toISOString(),
      expiresAt: new Date(row.expires_at).toISOString(),
      counts: row.counts,
      problems: row.problems,
      total: row.total,
      first: row.generation === 0,
      expired: row.expired,
    }
  )
}

export type ChangeFilter = {
  /** Entity keys that the reader may see. */
  entities: string[]
  kind?: ChangeKind
  search?: string
  page: number
  limit: number
}

type ChangeRow = {
  entity: string
  doc_id: string
  title: string | null
  kind: ChangeKind
  updated_at: Date | null
  updated_by: string | null
  drift: boolean
}

export const selectChanges = async (db: Database, planId: string, filter: ChangeFilter): Promise<ChangePage> => {
  const where = `plan_id = $1 and entity = any($2) and ($3::text is null or kind = $3)
    and ($4::text is null or title ilike '%' || $4 || '%' or doc_id = $5)`
  const search = filter.search ? filter.search.replace(/[\\%_]/g, '\\$&') : null
  const values = [planId, filter.entities, filter.kind ?? null, search, filter.search ?? null]
  const { rows: counted } = await db.query<{ n: number }>(
    `select count(*)::int as n from ${own(db, 'promote_changes')} where ${where}`,
    values,
  )
  const totalDocs = counted[0]!.n
  const { rows } = await db.query<ChangeRow>(
    `select entity, doc_id, title, kind, updated_at, updated_by, drift from ${own(db, 'promote_changes')}
     where ${where}
     order by array_position($2, entity), updated_at desc nulls last, doc_id
     limit $6 offset $7`,
    [...values, filter.limit, (filter.page - 1) * filter.limit],
  )
  return {
    docs: rows.map(toChange),
    page: filter.page,
    limit: filter.limit,
    totalDocs,
    totalPages: Math.max(1, Math.ceil(totalDocs / filter.limit)),
  }
}

export const selectChange = async (
  db: Database,
  planId: string,
  entity: string,
  docId: string,
): Promise<Change | undefined> => {
  const { rows } = await db.query<ChangeRow>(
    `select entity, doc_id, title, kind, updated_at, updated_by, drift from ${own(db, 'promote_changes')}
     where plan_id = $1 and entity = $2 and doc_id = $3`,
    [planId, entity, docId],
  )
  return rows[0] && toChange(rows[0])
}

/** The row id under which a plan lists a global, which has one row at most. */
export const selectGlobalDocId = async (db: Database, planId: string, entity: string): Promise<string | undefined> => {
  const { rows } = await db.query<{ id: string }>(
    `select doc_id as id from ${own(db, 'promote_changes')} where plan_id = $1 and entity = $2`,
    [planId, entity],
  )
  return rows[0]?.id
}

export type PromotedKey = { entity: string; id: string; kind: ChangeKind; title: string | null }

/** Every change of a promoted plan but the deletes whose documents were kept. A kept global is named by its slug. */
export const selectPromotedKeys = async (
  db: Database,
  planId: string,
  kept: { collection: string; id: string }[],
): Promise<PromotedKey[]> => {
  const { rows } = await db.query<PromotedKey>(
    `select entity, doc_id as id, kind, title from ${own(db, 'promote_changes')} c
     where plan_id = $1 and not (kind = 'delete' and exists (
       select 1 from unnest($2::text[], $3::text[]) k(collection, id)
       where (c.entity = k.collection and c.doc_id = k.id) or c.entity = 'global:' || k.collection))
     order by entity, doc_id`,
    [planId, kept.map((k) => k.collection), kept.map((k) => k.id)],
  )
  return rows
}

const toChange = (row: ChangeRow): Change => {
  const global = row.entity.startsWith('global:')
  const slug = global ? row.entity.slice('global:'.length) : row.entity
  return {
    collection: row.entity,
    id: global ? slug : row.doc_id,
    title: row.title ?? (global ? slug : row.doc_id),
    kind: row.kind,
    updatedAt: row.updated_at ? new Date(row.updated_at).toISOString() : null,
    ...(row.updated_by ? { updatedBy: row.updated_by } : {}),
    drift: row.drift,
  }
}
