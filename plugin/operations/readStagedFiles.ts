import { createLocalReq, type Payload } from 'payload'
import { checkStagedFiles, hashStagedFiles } from '../files/hashStagedFiles.ts'
import { getDatabase } from '../sql/database.ts'
import { type StagedRefs, selectUnsettledUploads, type UploadRow, upsertFiles } from '../sql/files.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import { forEachUpload } from './forEachUpload.ts'

/**
 * Reads what a plan has to know of staged files: their hashes, and whether those that production does not have are there.
 * Not in the plan's transaction: storages ask the database themselves, and may have to wait for its connection. What was
 * read is kept, so that a plan that is cut off goes on from there.
 */
export const readStagedFiles = async (payload: Payload): Promise<void> => {
  const db = getDatabase(payload)
  const req = await createLocalReq({}, payload)
  for (const tables of listPromotedTables(payload)) {
    if (!tables.upload) continue
    const { slug } = tables.entity
    await forEachUpload(
      (page) => selectUnsettledUploads(db, tables, page),
      async (upload) => {
        const files = isWhole(upload)
          ? await checkStagedFiles(req, slug, upload)
          : await hashStagedFiles(req, slug, upload)
        await upsertFiles(db, tables, { id: upload.id, updatedAt: upload.updatedAt, files })
      },
    )
  }
}

/** Whether all files were there when they were read. */
const isWhole = (upload: UploadRow): upload is UploadRow & { known: StagedRefs } =>
  upload.known !== null && !Object.values(upload.known).includes(null)
