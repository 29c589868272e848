import type {
  DocumentKey,
  KindCounts,
  Promotion,
  PromotionStatus,
  PromotionStep,
  SiteState,
  Snapshot,
} from '../types.ts'
import { type Database, own } from './database.ts'

/** Tables of the collections `content-promotions` and `content-snapshots`. */
export const recordTables = ['content_promotions', 'content_snapshots'] as const
const promotions = (db: Database) => own(db, recordTables[0])
const snapshots = (db: Database) => own(db, recordTables[1])

type Row = {
  id: string
  kind: Promotion['kind']
  status: PromotionStatus
  plan_id: string | null
  note: string | null
  counts: Record<string, KindCounts> | null
  total: string | null
  steps: PromotionStep[] | null
  window_ms: string | null
  generation: string | null
  snapshot_id: string | null
  kept: DocumentKey[] | null
  error: Promotion['error'] | null
  warnings: string[] | null
  site: SiteState | null
  created_by: string | null
  created_at: Date
  started_at: Date | null
  finished_at: Date | null
}

const columns = `id::text as id, kind, status, plan_id, note, counts, total, steps, window_ms, generation, snapshot_id, kept,
  error, warnings, site, created_by, created_at, started_at, finished_at`

const toPromotion = (row: Row): Promotion => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  planId: row.plan_id,
  note: row.note,
  counts: row.counts ?? {},
  total: Number(row.total ?? 0),
  steps: row.steps ?? [],
  ...(row.window_ms === null ? {} : { windowMs: Number(row.window_ms) }),
  ...(row.generation === null ? {} : { generation: Number(row.generation) }),
  ...(row.snapshot_id === null ? {} : { snapshotId: row.snapshot_id }),
  ...(row.kept ? { kept: row.kept } : {}),
  ...(row.error ? { error: row.error } : {}),
  warnings: [...(row.warnings ?? []), ...siteWarnings(row.site ?? {})],
  ...(row.site ? { site: row.site } : {}),
  ...(row.created_by === null ? {} : { createdBy: row.created_by }),
  createdAt: toISO(row.created_at),
  ...(row.started_at ? { startedAt: toISO(row.started_at) } : {}),
  ...(row.finished_at ? { finishedAt: toISO(row.finished_at) } : {}),
})

/** Made from the state when read: telling the site again takes them away. */
const siteWarnings = ({ servers = [], hook }: SiteState): string[] => [
  ...servers
    .filter(({ status }) => status === 'failed')
    .map(({ server, error }) => `${server} may show old pages: ${error}.`),
  ...(hook?.status === 'failed' ? [`onPromoted failed: ${hook.error}`] : []),
]

const toISO = (date: Date): string => new Date(date).toISOString()

export const insertPromotion = async (
  db: Database,
  promotion: {
    kind: Promotion['kind']
    planId: string
    note: string | undefined
    counts: Record<string, KindCounts>
    total: number
    steps: PromotionStep[]
    kept: DocumentKey[] | undefined
    createdBy: string | undefined
  },
): Promise<Promotion> => {
  const { rows } = await db.query<Row>(
    `insert into ${promotions(db)} (kind, status, plan_id, note, counts, total, steps, warnings, created_by, kept, started_at)
     values ($1, 'running', $2, $3, $4::jsonb, $5, $6::jsonb, '[]'::jsonb, $7, $8::jsonb, now())
     returning ${columns}`,
    [
      promotion.kind,
      promotion.planId,
      promotion.note ?? null,
      JSON.stringify(promotion.counts),
      promotion.total,
      JSON.stringify(promotion.steps),
      promotion.createdBy ?? null,
      promotion.kept ? JSON.stringify(promotion.kept) : null,
    ],
  )
  return toPromotion(rows[0]!)
}

export type PromotionPatch = {
  status?: PromotionStatus
  steps?: PromotionStep[]
  windowMs?: number
  generation?: number
  snapshotId?: string
  error?: Promotion['error']
  warnings?: string[]
  finished?: boolean
}

export const updatePromotion = async (db: Database, id: string, patch: PromotionPatch): Promise<void> => {
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value))
  await db.query(
    `update ${promotions(db)} set
       status = coalesce($2, status), steps = coalesce($3::jsonb, steps), window_ms = coalesce($4, window_ms),
       generation = coalesce($5, generation), snapshot_id = coalesce($6, snapshot_id),
       error = coalesce($7::jsonb, error), warnings = coalesce($8::jsonb, warnings),
       finished_at = case when $9 then now() else finished_at end, updated_at = now()
     where id::text = $1`,
    [
      id,
      patch.status ?? null,
      json(patch.steps),
      patch.windowMs ?? null,
      patch.generation ?? null,
      patch.snapshotId ?? null,
      json(patch.error),
      json(patch.warnings),
      patch.finished ?? false,
    ],
  )
}

export const selectPromotion = async (db: Database, id: string): Promise<Promotion | undefined> => {
  const { rows } = await db.query<Row>(`select ${columns} from ${promotions(db)} where id::text = $1`, [id])
  return rows[0] && toPromotion(rows[0])
}

export const selectPromotions = async (
  db: Database,
  { page, limit }: { page: number; limit: number },
): Promise<{ docs: Promotion[]; totalDocs: number }> => {
  const { rows: counted } = await db.query<{ n: number }>(`select count(*)::int as n from ${promotions(db)}`)
  const { rows } = await db.query<Row>(
    `select ${columns} from ${promotions(db)} order by created_at desc, id desc limit $1 offset $2`,
    [limit, (page - 1) * limit],
  )
  return { docs: rows.map(toPromotion), totalDocs: counted[0]!.n }
}

type SnapshotRow = {
  id: string
  label: string | null
  documents: string | null
  rows: string | null
  bytes: string | null
  generation: string | null
  created_by: string | null
  created_at: Date
}

const snapshotColumns = 'id::text as id, label, documents, rows, bytes, generation, created_by, created_at'

const toSnapshot = (row: SnapshotRow): Snapshot => ({
  id: row.id,
  label: row.label ?? '',
  documents: Number(row.documents ?? 0),
  rows: Number(row.rows ?? 0),
  bytes: Number(row.bytes ?? 0),
  generation: Number(row.generation ?? 0),
  ...(row.created_by === null ? {} : { createdBy: row.created_by }),
  createdAt: toISO(row.created_at),
})

/** A new snapshot's record; its totals follow once its rows are there. */
export const insertSnapshot = async (
  db: Database,
  snapshot: { label: string; generation: number; createdBy: string | undefined },
): Promise<string> => {
  const { rows } = await db.query<{ id: string }>(
    `insert into ${snapshots(db)} (label, generation, created_by) values ($1, $2, $3) returning id::text as id`,
    [snapshot.label, snapshot.generation, snapshot.createdBy ?? null],
  )
  return rows[0]!.id
}

export const updateSnapshotTotals = async (
  db: Database,
  id: string,
  totals: { documents: number; rows: number; bytes: number },
): Promise<Snapshot> => {
  const { rows } = await db.query<SnapshotRow>(
    `update ${snapshots(db)} set documents = $2, rows = $3, bytes = $4, updated_at = now()
     where id::text = $1 returning ${snapshotColumns}`,
    [id, totals.documents, totals.rows, totals.bytes],
  )
  return toSnapshot(rows[0]!)
}

export const selectSnapshots = async (
  db: Database,
  { page, limit }: { page: number; limit: number },
): Promise<{ docs: Snapshot[]; totalDocs: number }> => {
  const { rows: counted } = await db.query<{ n: number }>(`select count(*)::int as n from ${snapshots(db)}`)
  const { rows } = await db.query<SnapshotRow>(
    `select ${snapshotColumns} from ${snapshots(db)} order by created_at desc, id desc limit $1 offset $2`,
    [limit, (page - 1) * limit],
  )
  return { docs: rows.map(toSnapshot), totalDocs: counted[0]!.n }
}
