import type { PayloadRequest } from 'payload'
import type { StagedRefs, UploadRow } from '../sql/files.ts'
import { hashStream } from './hashStream.ts'
import { openStagedFile } from './openStagedFile.ts'

/** Reads a staged upload's files, streaming, for their hashes. */
export const hashStagedFiles = async (
  req: PayloadRequest,
  collection: string,
  upload: UploadRow,
): Promise<StagedRefs> => {
  const refs: StagedRefs = {}
  for (const { filename, mimeType } of upload.files) {
    const stream = await openStagedFile(req, { collection, id: upload.id, filename })
    refs[filename] = stream ? { ...(await hashStream(stream)), mimeType: mimeType ?? 'application/octet-stream' } : null
  }
  return refs
}

/** What was read of an upload's files before, and null for those that have gone since. */
export const checkStagedFiles = async (
  req: PayloadRequest,
  collection: string,
  upload: UploadRow & { known: StagedRefs },
): Promise<StagedRefs> => {
  const refs: StagedRefs = {}
  for (const [filename, ref] of Object.entries(upload.known)) {
    const stream = await openStagedFile(req, { collection, id: upload.id, filename })
    stream?.destroy()
    refs[filename] = stream ? ref : null
  }
  return refs
}
