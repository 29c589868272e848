import { createLocalReq, type Payload } from 'payload'
import { copyToBlob } from '../files/copyToBlob.ts'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { deleteFiles, selectPlannedUploads } from '../sql/files.ts'
import type { StaleDocument } from '../sql/pins.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import { forEachUpload } from './forEachUpload.ts'
import { fileMissing, type MissingFile } from './refusals/fileMissing.ts'
import { planStale } from './refusals/planStale.ts'

/**
 * Copies the files that a plan brings to production's blobs. All are looked at before it fails: those that have gone, and
 * those whose bytes are not what the plan pinned, are read again for the next plan. Whatever happens after, only unused
 * blobs are left behind.
 * @throws {PromoteError} FILE_MISSING, PLAN_STALE
 */
export const copyFiles = async (payload: Payload, planId: string): Promise<void> => {
  const { files } = getModel(payload.config)
  const db = getDatabase(payload)
  const req = await createLocalReq({}, payload)
  const missing: MissingFile[] = []
  const replaced: StaleDocument[] = []
  for (const tables of listPromotedTables(payload)) {
    if (!tables.upload) continue
    const collection = tables.entity.slug
    await forEachUpload(
      (page) => selectPlannedUploads(db, tables, planId, page),
      async ({ id, title, files: carried }) => {
        const outcomes = new Set<string>()
        for (const file of carried) {
          const outcome = await copyToBlob(files!, req, { collection, id, ...file })
          if (outcome === 'missing') missing.push({ collection, id, filename: file.filename })
          outcomes.add(outcome)
        }
        if (outcomes.has('replaced')) replaced.push({ collection, id, title, side: 'staging' })
        if (outcomes.has('replaced') || outcomes.has('missing')) await deleteFiles(db, tables.key, [id])
      },
    )
  }
  const [first, ...others] = missing
  if (first) throw fileMissing([first, ...others])
  if (replaced.length > 0) throw planStale(replaced)
}
