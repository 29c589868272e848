import { type Database, own } from './database.ts'
import { fromWithRoot } from './fromWithRoot.ts'
import { literal } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

/** What images hold. Bytes are those of the rows before PostgreSQL compresses them. */
export type ImageTotals = { documents: number; rows: number; bytes: number }

/**
 * Keeps production's rows of the documents being promoted, as they are now: the rollback point. Needs `promoting`.
 * What is created has no rows on production yet: the pins have just been checked.
 */
export const insertBeforeImages = (db: Database, tables: PromotedTables, owner: string): Promise<ImageTotals> =>
  insertImages(
    db,
    tables,
    owner,
    `in (select id::${tables.root.idType} from promoting where entity = ${literal(tables.key)} and kind <> 'create')`,
  )

/** Keeps all of production's rows of one entity: its part of a snapshot. */
export const insertSnapshotImages = (db: Database, tables: PromotedTables, owner: string): Promise<ImageTotals> =>
  insertImages(db, tables, owner, undefined)

/**
 * One statement a table:
 *
 *   insert into promote_images (owner, entity, table_name, doc_id, row)
 *   select $1, 'posts', 'prod_posts_locales', r._parent_id::text, to_jsonb(r) from prod_posts_locales r
 */
const insertImages = async (
  db: Database,
  tables: PromotedTables,
  owner: string,
  filter: string | undefined,
): Promise<ImageTotals> => {
  const totals: ImageTotals = { documents: 0, rows: 0, bytes: 0 }
  for (const pair of tables.tables) {
    const { from, rootId } = fromWithRoot(pair, 'target', 'r')
    const { rows } = await db.query<{ count: number; bytes: number }>(
      `with image as (
        insert into ${own(db, 'promote_images')} (owner, entity, table_name, doc_id, row)
        select $1, ${literal(tables.key)}, ${literal(pair.name)}, ${rootId}::text, to_jsonb(r) from ${from}
        ${filter ? `where ${rootId} ${filter}` : ''}
        returning pg_column_size(row) as bytes
      )
      select count(*)::int as count, coalesce(sum(bytes), 0)::float8 as bytes from image`,
      [owner],
    )
    const { count, bytes } = rows[0]!
    if (!pair.parent) totals.documents = count
    totals.rows += count
    totals.bytes += bytes
  }
  return totals
}
