import type { RawColumn, RawTable } from './rawTables.ts'

/**
 * The plugin's own tables, in the adapter's raw form, so that dev push keeps them and `payload migrate:create` covers
 * them. Plans, changes, before-images and snapshots can hold many rows, which is why they are no Payload collections.
 */

const time = (name: string): RawColumn => ({
  name,
  type: 'timestamp',
  mode: 'string',
  precision: 3,
  withTimezone: true,
})
const text = (name: string): RawColumn => ({ name, type: 'varchar' })
const required = (column: RawColumn): RawColumn => ({ ...column, notNull: true })

const table = (name: string, columns: RawColumn[], unique: string[] | undefined, index?: string[]): RawTable => ({
  name,
  columns: Object.fromEntries(columns.map((column) => [column.name, column])),
  indexes: {
    ...(unique ? { unique: { name: `${name}_key`, on: unique, unique: true } } : {}),
    ...(index ? { index: { name: `${name}_idx`, on: index } } : {}),
  },
})

export const stateTables: RawTable[] = [
  /**
   * One row: production's generation, the tables that promotions have filled (their numbers by entity), who holds the
   * lease to change production, and where the site was last reached.
   */
  table(
    'promote_state',
    [
      { name: 'id', type: 'integer', primaryKey: true },
      required({ name: 'generation', type: 'integer', default: 0 }),
      { name: 'filled', type: 'jsonb' },
      text('lease_token'),
      text('lease_promotion'),
      text('lease_by'),
      time('lease_since'),
      time('lease_until'),
      text('site_origin'),
    ],
    undefined,
  ),
  table(
    'promote_plans',
    [
      { name: 'id', type: 'varchar', primaryKey: true },
      required(text('hash')),
      required(text('fingerprint')),
      required({ name: 'generation', type: 'integer' }),
      required(time('computed_at')),
      required(time('expires_at')),
      required({ name: 'counts', type: 'jsonb' }),
      required({ name: 'problems', type: 'jsonb' }),
      required({ name: 'total', type: 'integer' }),
      text('created_by'),
    ],
    undefined,
    ['expires_at'],
  ),
  /** The plans' changes. Hashes are sums of 64-bit row hashes over the compared columns of all of a document's rows; `files_hash` is over the hashes of an upload's files. */
  table(
    'promote_changes',
    [
      required(text('plan_id')),
      required(text('entity')),
      required(text('doc_id')),
      required(text('kind')),
      text('title'),
      time('updated_at'),
      text('updated_by'),
      { name: 'source_hash', type: 'numeric' },
      { name: 'target_hash', type: 'numeric' },
      text('files_hash'),
      required({ name: 'drift', type: 'boolean', default: false }),
    ],
    ['plan_id', 'entity', 'doc_id'],
  ),
  /** Rows of production as they were: before a promotion (`owner` is its id), or in a snapshot (`owner` is its id). */
  table(
    'promote_images',
    [
      required(text('owner')),
      required(text('entity')),
      required(text('table_name')),
      required(text('doc_id')),
      required({ name: 'row', type: 'jsonb' }),
    ],
    undefined,
    ['owner', 'table_name'],
  ),
  /** What was promoted: what drift is measured against. A hash holds for its content model only. */
  table(
    'promote_baselines',
    [
      required(text('entity')),
      required(text('doc_id')),
      required({ name: 'hash', type: 'numeric' }),
      required(text('model')),
    ],
    ['entity', 'doc_id'],
  ),
  /**
   * Hashes of staged files by file name, null for one that is missing; valid while the document's `updatedAt` is
   * `source_updated_at`.
   */
  table(
    'promote_files',
    [
      required(text('entity')),
      required(text('doc_id')),
      required(time('source_updated_at')),
      required({ name: 'files', type: 'jsonb' }),
    ],
    ['entity', 'doc_id'],
  ),
  /** Files that production showed until the promotion that led to `generation`: old pages still ask for them. */
  table(
    'promote_retired_files',
    [
      required(text('entity')),
      required(text('doc_id')),
      required(text('filename')),
      required({ name: 'file', type: 'jsonb' }),
      required({ name: 'generation', type: 'integer' }),
    ],
    undefined,
    ['entity', 'filename'],
  ),
  /** Who saved a staged document last: Payload's versions do not tell. */
  table(
    'promote_editors',
    [required(text('entity')), required(text('doc_id')), text('email'), required(time('at'))],
    ['entity', 'doc_id'],
  ),
]
