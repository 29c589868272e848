import { createHash, randomUUID } from 'node:crypto'
import { Transform } from 'node:stream'
import type { FileStorage } from '@flystorage/file-storage'
import type { PayloadRequest } from 'payload'
import { PromoteError } from '../errors.ts'
import { blobPath } from './blobPath.ts'
import { fileMissing } from './hashStagedFiles.ts'
import { openStagedFile } from './openStagedFile.ts'

/**
 * Copies one staged file to its blob, unless it is there. The bytes go to a name of their own first, so that a blob is
 * always whole, and are hashed on the way: a file replaced meanwhile is refused.
 */
export const copyToBlob = async (
  files: FileStorage,
  req: PayloadRequest,
  file: { collection: string; id: string; filename: string; sha256: string; mimeType: string },
): Promise<void> => {
  const path = blobPath(file.sha256)
  if (await files.fileExists(path)) return
  const stream = await openStagedFile(req, file)
  if (!stream) throw fileMissing(file.collection, file.id, file.filename)
  const incoming = `incoming/${randomUUID()}`
  const hash = createHash('sha256')
  let size = 0
  const hashed = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  stream.on('error', (error) => hashed.destroy(error))
  await files.write(incoming, stream.pipe(hashed), { mimeType: file.mimeType })
  if (hash.digest('hex') !== file.sha256) {
    await files.deleteFile(incoming)
    throw new PromoteError(
      'PLAN_STALE',
      `The file "${file.filename}" of ${file.collection} ${file.id} was replaced while it was copied.`,
      'Compute a new plan, look at it, and promote again.',
      { details: [{ collection: file.collection, id: file.id, side: 'staging' }] },
    )
  }
  const written = await files.fileSize(incoming)
  if (written !== size)
    throw new Error(
      `The storage kept ${written} of the ${size} bytes of "${file.filename}" (${file.collection} ${file.id}).`,
    )
  await files.moveFile(incoming, path)
}
