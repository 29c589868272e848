import { createHash } from 'node:crypto'
import type { PayloadRequest } from 'payload'
import { PromoteError } from '../errors.ts'
import type { BlobRefs, UploadRow } from '../sql/files.ts'
import { openStagedFile } from './openStagedFile.ts'

/**
 * Hashes a staged upload's files, streaming.
 * @throws {PromoteError} FILE_MISSING
 */
export const hashStagedFiles = async (
  req: PayloadRequest,
  collection: string,
  upload: UploadRow,
): Promise<BlobRefs> => {
  const refs: BlobRefs = {}
  for (const { filename, mimeType } of upload.files) {
    const stream = await openStagedFile(req, { collection, id: upload.id, filename })
    if (!stream) throw fileMissing(collection, upload.id, filename)
    const hash = createHash('sha256')
    let size = 0
    for await (const chunk of stream) {
      hash.update(chunk as Buffer)
      size += (chunk as Buffer).length
    }
    refs[filename] = { sha256: hash.digest('hex'), size, mimeType: mimeType ?? 'application/octet-stream' }
  }
  return refs
}

export const fileMissing = (collection: string, id: string, filename: string): PromoteError =>
  new PromoteError(
    'FILE_MISSING',
    `The file "${filename}" of ${collection} ${id} is not in staging's storage.`,
    'Upload the file again on staging, or delete the document.',
    { details: { collection, id, filename } },
  )
