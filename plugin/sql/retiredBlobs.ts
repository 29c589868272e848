import { type Database, own } from './database.ts'
import type { BlobRefs } from './files.ts'

/** Pages loaded before a promotion may ask for their images this much later, in minutes. */
const graceMinutes = 10

/**
 * A file that production showed until the last promotion, from that promotion's before-images: `table` is the
 * unqualified name of the upload twin's table.
 */
export const selectRetiredBlob = async (
  db: Database,
  table: string,
  filename: string,
  sha256Prefix: string,
): Promise<BlobRefs[string] | undefined> => {
  const { rows } = await db.query<{ ref: BlobRefs[string] }>(
    `with last as (
      select 'promotion:' || id as owner from ${own(db, 'content_promotions')}
      where generation is not null and updated_at > now() - make_interval(mins => ${graceMinutes})
      order by generation desc limit 1
    )
    select i.row -> 'production_files' -> $2 as ref
    from ${own(db, 'promote_images')} i join last on last.owner = i.owner
    where i.table_name = $1 and i.row -> 'production_files' -> $2 ->> 'sha256' like $3 || '%'
    limit 1`,
    [table, filename, sha256Prefix.replace(/[\\%_]/g, '\\$&')],
  )
  return rows[0]?.ref
}
