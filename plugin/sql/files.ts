import { type Database, own } from './database.ts'
import { isPublished } from './published.ts'
import { literal, quote } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

/** The field, and the column's key, of upload twins that says which blob holds each of the document's files. */
export const blobsField = 'productionFiles'

/** Where one of a document's files is kept: by file name, the content's SHA-256 (hex) and its size in bytes. */
export type BlobRefs = Record<string, { sha256: string; size: number; mimeType: string }>

/** What was read of a staged document's files; null for a file that is not in staging's storage. */
export type StagedRefs = Record<string, BlobRefs[string] | null>

/** A staged document with files: its own and those of its sizes. */
export type UploadRow = {
  id: string
  updatedAt: string
  files: { filename: string; mimeType: string | null }[]
  /** What was read of them when the document was saved as it is now. */
  known: StagedRefs | null
}

/** A document of a plan with those of its files, as pinned, whose bytes production does not have yet. */
export type PlannedUpload = {
  id: string
  title: string | null
  files: { filename: string; sha256: string; mimeType: string }[]
}

export type PageOfUploads = { after: string | null; limit: number }

/** Quoted column of the twin that names the blobs; undefined where nothing is uploaded. */
const blobsColumn = ({ root }: PromotedTables): string | undefined => {
  const blobs = root.rawTarget.columns[blobsField]
  return blobs && quote(blobs.name)
}

/** What pins a document's files: a hash over their hashes. */
const filesHash = (files: string): string => `encode(sha256(convert_to(${files}::text, 'UTF8')), 'hex')`

/** Condition: `f` is what was read of the files of the staged row `s` as it is now. It may have been saved again since. */
const isKnown = (tables: PromotedTables): string =>
  `f.entity = ${literal(tables.key)} and f.doc_id = s."id"::text and f.source_updated_at is not distinct from s."updated_at"`

/** JSON of the file names and MIME types of the staged row `s`. */
const fileList = ({ root }: PromotedTables): string => {
  const column = (key: string) => `s.${quote(root.rawSource.columns[key]!.name)}`
  const prefixes = Object.keys(root.rawSource.columns)
    .map((key) => /^(sizes_.*_)filename$/.exec(key)?.[1])
    .filter((prefix): prefix is string => prefix !== undefined)
  const files = ['', ...prefixes].map(
    (prefix) => `case when ${column(`${prefix}filename`)} is not null then
      jsonb_build_object('filename', ${column(`${prefix}filename`)}, 'mimeType', ${column(`${prefix}mimeType`)}) end`,
  )
  return `array_to_json(array_remove(array[${files.join(', ')}]::jsonb[], null))`
}

/**
 * Published uploads of which a plan may have to know more: never read since they were saved, or read, and not on
 * production yet, so that they may have gone from staging's storage. In id order.
 */
export const selectUnsettledUploads = async (
  db: Database,
  tables: PromotedTables,
  { after, limit }: PageOfUploads,
): Promise<UploadRow[]> => {
  const { root } = tables
  const { rows } = await db.query<UploadRow>(
    `select s."id"::text as id, s."updated_at"::text as "updatedAt", ${fileList(tables)} as files, f.files as known
     from ${root.source} s
     left join ${root.target} t on t."id" = s."id"
     left join ${own(db, 'promote_files')} f on ${isKnown(tables)}
     where ${isPublished(tables, 's')} and (f.files is null or f.files is distinct from t.${blobsColumn(tables)})
       and ($1::text is null or s."id" > $1::${root.idType})
     order by s."id" limit $2`,
    [after, limit],
  )
  return rows
}

export const upsertFiles = async (
  db: Database,
  tables: PromotedTables,
  upload: { id: string; updatedAt: string; files: StagedRefs },
): Promise<void> => {
  await db.query(
    `insert into ${own(db, 'promote_files')} (entity, doc_id, source_updated_at, files)
     values ($1, $2, $3::timestamptz, $4::jsonb)
     on conflict (entity, doc_id) do update set source_updated_at = excluded.source_updated_at, files = excluded.files`,
    [tables.key, upload.id, upload.updatedAt, JSON.stringify(upload.files)],
  )
}

/** Forgets what was read of these documents' files: it is not true any more. */
export const deleteFiles = async (db: Database, entity: string, ids: string[]): Promise<void> => {
  await db.query(`delete from ${own(db, 'promote_files')} where entity = $1 and doc_id = any($2)`, [entity, ids])
}

/** Drops the plan's changes of uploads that were saved again with the very same content and files. */
export const deleteUnchangedUploads = async (db: Database, tables: PromotedTables, planId: string): Promise<void> => {
  const blobs = blobsColumn(tables)
  if (!blobs) return
  await db.query(
    `delete from ${own(db, 'promote_changes')} c
     using ${tables.root.target} t, ${tables.root.source} s join ${own(db, 'promote_files')} f on ${isKnown(tables)}
     where c.plan_id = $1 and c.entity = $2 and c.kind = 'update' and c.source_hash = c.target_hash
       and t."id" = c.doc_id::${tables.root.idType} and s."id" = t."id" and f.files = t.${blobs}`,
    [planId, tables.key],
  )
}

/**
 * Pins the files of a plan's uploads as they were read. Returns how many were not: their documents have been saved since.
 */
export const pinFiles = async (db: Database, tables: PromotedTables, planId: string): Promise<number> => {
  await db.query(
    `update ${own(db, 'promote_changes')} c set files_hash = ${filesHash('f.files')}
     from ${tables.root.source} s join ${own(db, 'promote_files')} f on ${isKnown(tables)}
     where c.plan_id = $1 and c.entity = $2 and c.kind <> 'delete' and s."id" = c.doc_id::${tables.root.idType}`,
    [planId, tables.key],
  )
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from ${own(db, 'promote_changes')}
     where plan_id = $1 and entity = $2 and kind <> 'delete' and files_hash is null`,
    [planId, tables.key],
  )
  return rows[0]!.n
}

/** The files of a plan's uploads that are not in staging's storage. */
export const selectMissingFiles = async (
  db: Database,
  tables: PromotedTables,
  planId: string,
): Promise<{ id: string; filename: string }[]> => {
  const { rows } = await db.query<{ id: string; filename: string }>(
    `select c.doc_id as id, file.name as filename
     from ${own(db, 'promote_changes')} c
     join ${own(db, 'promote_files')} f on f.entity = c.entity and f.doc_id = c.doc_id
     cross join lateral jsonb_each(f.files) file(name, ref)
     where c.plan_id = $1 and c.entity = $2 and c.kind <> 'delete' and file.ref = 'null'::jsonb
     order by c.doc_id, file.name`,
    [planId, tables.key],
  )
  return rows
}

/** A plan's uploads with the files that it brings to production. In the order of their ids as text. */
export const selectPlannedUploads = async (
  db: Database,
  tables: PromotedTables,
  planId: string,
  { after, limit }: PageOfUploads,
): Promise<PlannedUpload[]> => {
  const { rows } = await db.query<PlannedUpload>(
    `select c.doc_id as id, c.title, coalesce((
       select jsonb_agg(jsonb_build_object('filename', file.name, 'sha256', file.ref ->> 'sha256', 'mimeType', file.ref ->> 'mimeType'))
       from jsonb_each(f.files) file(name, ref)
       where t.${blobsColumn(tables)} -> file.name ->> 'sha256' is distinct from file.ref ->> 'sha256'
     ), '[]'::jsonb) as files
     from ${own(db, 'promote_changes')} c
     join ${own(db, 'promote_files')} f on f.entity = c.entity and f.doc_id = c.doc_id
     left join ${tables.root.target} t on t."id" = c.doc_id::${tables.root.idType}
     where c.plan_id = $1 and c.entity = $2 and c.kind <> 'delete' and ($3::text is null or c.doc_id > $3)
     order by c.doc_id limit $4`,
    [planId, tables.key, after, limit],
  )
  return rows
}

/**
 * Condition on a change `c` of a plan and its staged row `s`: its files are not those that the plan pinned. False where
 * nothing is uploaded.
 */
export const stagedFilesDiffer = (db: Database, tables: PromotedTables): string =>
  tables.upload
    ? `(s."id" is not null and c.files_hash is distinct from
        (select ${filesHash('f.files')} from ${own(db, 'promote_files')} f where ${isKnown(tables)}))`
    : 'false'

/** The same of production's row, after applying: a subquery, since the statement has no such row. */
export const appliedFilesDiffer = (tables: PromotedTables): string =>
  tables.upload
    ? `(c.kind <> 'delete' and c.files_hash is distinct from
        (select ${filesHash(`t.${blobsColumn(tables)}`)} from ${tables.root.target} t where t."id" = c.doc_id::${tables.root.idType}))`
    : 'false'

/** Whether a document's files are known to be the same on both sides. */
export const selectFilesAreEqual = async (db: Database, tables: PromotedTables, id: string): Promise<boolean> => {
  const blobs = blobsColumn(tables)
  if (!blobs) return true
  const { rows } = await db.query<{ equal: boolean }>(
    `select f.files = t.${blobs} as equal
     from ${tables.root.source} s
     join ${tables.root.target} t on t."id" = s."id"
     join ${own(db, 'promote_files')} f on ${isKnown(tables)}
     where s."id" = $1::${tables.root.idType}`,
    [id],
  )
  return rows[0]?.equal ?? false
}
