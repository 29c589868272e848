import { createLocalReq, type Payload } from 'payload'
import { copyToBlob } from '../files/copyToBlob.ts'
import { hashStagedFiles } from '../files/hashStagedFiles.ts'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { selectUploads, type UploadRow, upsertFiles } from '../sql/files.ts'
import { listPromotedTables, type PromotedTables } from '../sql/tablePairs.ts'

/** Documents whose files are copied at the same time; each is streamed, so memory does not grow with file size. */
const parallel = 4
const pageSize = 200

/**
 * Copies the files of a plan's new and changed uploads to production's blobs. Whatever happens after, only unused blobs
 * are left behind.
 * @throws {PromoteError} FILE_MISSING, PLAN_STALE
 */
export const copyFiles = async (payload: Payload, planId: string): Promise<void> => {
  const { files } = getModel(payload.config)
  const db = getDatabase(payload)
  const req = await createLocalReq({}, payload)
  const copy = async (tables: PromotedTables, upload: UploadRow): Promise<void> => {
    const collection = tables.entity.slug
    const refs = upload.known ?? (await hashStagedFiles(req, collection, upload))
    for (const [filename, { sha256, mimeType }] of Object.entries(refs))
      await copyToBlob(files!, req, { collection, id: upload.id, filename, sha256, mimeType })
    if (!upload.known) await upsertFiles(db, tables, { id: upload.id, updatedAt: upload.updatedAt, files: refs })
  }

  for (const tables of listPromotedTables(payload)) {
    if (!tables.upload) continue
    let after: string | null = null
    for (;;) {
      const uploads = await selectUploads(db, tables, planId, { onlyTouched: false, after, limit: pageSize })
      const queue = [...uploads]
      await Promise.all(
        Array.from({ length: parallel }, async () => {
          for (let upload = queue.shift(); upload; upload = queue.shift()) await copy(tables, upload)
        }),
      )
      if (uploads.length < pageSize) break
      after = uploads.at(-1)!.id
    }
  }
}
