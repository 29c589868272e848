import { type Database, own } from './database.ts'
import type { StaleDocument } from './pins.ts'
import { quote } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

/** The field, and the column's key, of upload twins that says which blob holds each of the document's files. */
export const blobsField = 'productionFiles'

/** Where one of a document's files is kept: by file name, the content's SHA-256 (hex) and its size in bytes. */
export type BlobRefs = Record<string, { sha256: string; size: number; mimeType: string }>

export type UploadRow = {
  id: string
  updatedAt: string
  /** File name and MIME type of the file and of its sizes. */
  files: { filename: string; mimeType: string | null }[]
  /** Hashes known for this very `updatedAt`. */
  known: BlobRefs | null
}

/** The staged uploads among a plan's changes that need their files: creates and updates. In id order. */
export const selectUploads = async (
  db: Database,
  tables: PromotedTables,
  planId: string,
  { onlyTouched, after, limit }: { onlyTouched: boolean; after: string | null; limit: number },
): Promise<UploadRow[]> => {
  const { root } = tables
  const name = (key: string) => quote(root.rawSource.columns[key]!.name)
  const sizes = Object.keys(root.rawSource.columns)
    .map((key) => /^sizes_(.*)_filename$/.exec(key)?.[1])
    .filter((size): size is string => size !== undefined)
  const file = (filename: string, mimeType: string) =>
    `case when s.${name(filename)} is not null then jsonb_build_object('filename', s.${name(filename)}, 'mimeType', s.${name(mimeType)}) end`
  const files = [file('filename', 'mimeType'), ...sizes.map((s) => file(`sizes_${s}_filename`, `sizes_${s}_mimeType`))]
  const { rows } = await db.query<UploadRow>(
    `select s."id"::text as id, s."updated_at"::text as "updatedAt",
       array_to_json(array_remove(array[${files.join(', ')}]::jsonb[], null)) as files, f.files as known
     from ${own(db, 'promote_changes')} c
     join ${root.source} s on s."id" = c.doc_id::${root.idType}
     left join ${own(db, 'promote_files')} f
       on f.entity = c.entity and f.doc_id = c.doc_id and f.source_updated_at is not distinct from s."updated_at"
     where c.plan_id = $1 and c.entity = $2 and c.kind <> 'delete'
       and ($3::boolean is false or (c.kind = 'update' and c.source_hash = c.target_hash))
       and ($4::text is null or c.doc_id > $4)
     order by c.doc_id limit $5`,
    [planId, tables.key, onlyTouched, after, limit],
  )
  return rows
}

export const upsertFiles = async (
  db: Database,
  tables: PromotedTables,
  upload: { id: string; updatedAt: string; files: BlobRefs },
): Promise<void> => {
  await db.query(
    `insert into ${own(db, 'promote_files')} (entity, doc_id, source_updated_at, files)
     values ($1, $2, $3::timestamptz, $4::jsonb)
     on conflict (entity, doc_id) do update set source_updated_at = excluded.source_updated_at, files = excluded.files`,
    [tables.key, upload.id, upload.updatedAt, JSON.stringify(upload.files)],
  )
}

/** Drops the plan's changes of uploads that were saved again with the very same content and files. */
export const deleteUnchangedUploads = async (db: Database, tables: PromotedTables, planId: string): Promise<void> => {
  const blobs = tables.root.rawTarget.columns[blobsField]
  if (!blobs) return
  await db.query(
    `delete from ${own(db, 'promote_changes')} c
     using ${tables.root.target} t, ${own(db, 'promote_files')} f
     where c.plan_id = $1 and c.entity = $2 and c.kind = 'update' and c.source_hash = c.target_hash
       and t."id" = c.doc_id::${tables.root.idType}
       and f.entity = c.entity and f.doc_id = c.doc_id and f.files = t.${quote(blobs.name)}`,
    [planId, tables.key],
  )
}

/** Uploads of the plan whose hashes are missing or older than the staged document: their bytes must be read again. */
export const selectUnhashedUploads = async (
  db: Database,
  tables: PromotedTables,
  planId: string,
): Promise<StaleDocument[]> => {
  const { rows } = await db.query<StaleDocument>(
    `select p.entity as collection, p.id, c.title, 'staging' as side from promoting p
     join ${own(db, 'promote_changes')} c on c.plan_id = $2 and c.entity = p.entity and c.doc_id = p.id
     join ${tables.root.source} s on s."id" = p.id::${tables.root.idType}
     left join ${own(db, 'promote_files')} f on f.entity = p.entity and f.doc_id = p.id
     where p.entity = $1 and p.kind <> 'delete' and f.source_updated_at is distinct from s."updated_at"
     order by p.id`,
    [tables.key, planId],
  )
  return rows
}

/** Whether a document's files are known to be the same on both sides. */
export const selectFilesAreEqual = async (db: Database, tables: PromotedTables, id: string): Promise<boolean> => {
  const blobs = tables.root.rawTarget.columns[blobsField]
  if (!blobs) return true
  const { rows } = await db.query<{ equal: boolean }>(
    `select f.files = t.${quote(blobs.name)} as equal
     from ${tables.root.source} s
     join ${tables.root.target} t on t."id" = s."id"
     join ${own(db, 'promote_files')} f
       on f.entity = $1 and f.doc_id = s."id"::text and f.source_updated_at = s."updated_at"
     where s."id" = $2::${tables.root.idType}`,
    [tables.key, id],
  )
  return rows[0]?.equal ?? false
}
