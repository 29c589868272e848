import { type Database, own } from './database.ts'
import { literal } from './quote.ts'
import { fromWithRoot } from './selectColumns.ts'
import type { PromotedTables } from './tablePairs.ts'

/** Keeps production's rows of the documents being promoted, as they are now: the rollback point. Needs `promoting`. */
export const insertBeforeImages = (db: Database, tables: PromotedTables, owner: string): Promise<number> =>
  insertImages(
    db,
    tables,
    owner,
    `in (select id::${tables.root.idType} from promoting where entity = ${literal(tables.key)})`,
  )

/** Keeps all of production's rows of one entity: its part of a snapshot. */
export const insertSnapshotImages = (db: Database, tables: PromotedTables, owner: string): Promise<number> =>
  insertImages(db, tables, owner, undefined)

const insertImages = async (
  db: Database,
  tables: PromotedTables,
  owner: string,
  filter: string | undefined,
): Promise<number> => {
  let count = 0
  for (const pair of tables.tables) {
    const { from, rootId } = fromWithRoot(pair, 'target', 'r')
    const { rowCount } = await db.query(
      `insert into ${own(db, 'promote_images')} (owner, entity, table_name, doc_id, row)
       select $1, ${literal(tables.key)}, ${literal(pair.name)}, ${rootId}::text, to_jsonb(r) from ${from}
       ${filter ? `where ${rootId} ${filter}` : ''}`,
      [owner],
    )
    count += rowCount ?? 0
  }
  return count
}

/** What a snapshot holds. Bytes are those of the rows as text. */
export const selectImageTotals = async (
  db: Database,
  owner: string,
): Promise<{ documents: number; rows: number; bytes: number }> => {
  const { rows } = await db.query<{ documents: number; rows: number; bytes: number }>(
    `select count(distinct (entity, doc_id))::int as documents, count(*)::int as rows,
       coalesce(sum(pg_column_size(row)), 0)::float8 as bytes
     from ${own(db, 'promote_images')} where owner = $1`,
    [owner],
  )
  return rows[0]!
}
