import { type Database, own } from './database.ts'
import { type BlobRefs, blobsField } from './files.ts'
import { literal, quote } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

/** Pages loaded before a promotion may ask for their images this much later, in minutes. */
const graceMinutes = 10

/** Condition on a row `p` of the promotions: it ended within the grace, or is about to. */
const isLate = `coalesce(p.finished_at, now()) > now() - make_interval(mins => ${graceMinutes})`

/**
 * Keeps the files that the promotion under way replaces or takes away, for pages loaded before it. Needs `promoting`, the
 * twin as it was before, and the lease: production's next generation is this promotion's.
 */
export const insertRetiredFiles = async (db: Database, tables: PromotedTables): Promise<void> => {
  const blobs = tables.root.rawTarget.columns[blobsField]
  if (!blobs) return
  await db.query(
    `insert into ${own(db, 'promote_retired_files')} (entity, doc_id, filename, file, generation)
     select ${literal(tables.key)}, t."id"::text, old.filename, old.file,
       (select generation + 1 from ${own(db, 'promote_state')} where id = 1)
     from promoting c
     join ${tables.root.target} t on t."id" = c.id::${tables.root.idType}
     cross join lateral jsonb_each(t.${quote(blobs.name)}) old(filename, file)
     left join ${own(db, 'promote_files')} f on f.entity = c.entity and f.doc_id = c.id
     where c.entity = ${literal(tables.key)} and c.kind <> 'create'
       and (c.kind = 'delete' or f.files -> old.filename ->> 'sha256' is distinct from old.file ->> 'sha256')`,
  )
}

/** Drops what no page can ask for any more. */
export const deleteRetiredFiles = async (db: Database): Promise<void> => {
  await db.query(
    `delete from ${own(db, 'promote_retired_files')} r
     where not exists (select 1 from ${own(db, 'content_promotions')} p where p.generation = r.generation and ${isLate})`,
  )
}

/**
 * A file that production showed until a promotion within the grace, by its name and the first digits of its content's
 * hash. `docIds`: the only documents whose files may be looked for.
 */
export const selectRetiredFile = async (
  db: Database,
  asked: { entity: string; filename: string; sha256Prefix: string; docIds: string[] | undefined },
): Promise<BlobRefs[string] | undefined> => {
  const { rows } = await db.query<{ file: BlobRefs[string] }>(
    `select r.file from ${own(db, 'promote_retired_files')} r
     join ${own(db, 'content_promotions')} p on p.generation = r.generation and ${isLate}
     where r.entity = $1 and r.filename = $2 and starts_with(r.file ->> 'sha256', $3)
       and ($4::text[] is null or r.doc_id = any($4))
     limit 1`,
    [asked.entity, asked.filename, asked.sha256Prefix, asked.docIds ?? null],
  )
  return rows[0]?.file
}
