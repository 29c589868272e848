import { createHash, randomUUID } from 'node:crypto'
import { Transform } from 'node:stream'
import type { FileStorage } from '@flystorage/file-storage'
import type { PayloadRequest } from 'payload'
import { blobPath } from './blobPath.ts'
import { hashStream } from './hashStream.ts'
import { openStagedFile, type StagedFile } from './openStagedFile.ts'

/**
 * Copies one staged file to its blob, unless it is there. The bytes go to a name of their own first, so that a blob is
 * always whole. They are hashed on the way, also where nothing is copied: what goes live is what the plan pinned.
 */
export const copyToBlob = async (
  files: FileStorage,
  req: PayloadRequest,
  file: StagedFile & { sha256: string; mimeType: string },
): Promise<'copied' | 'missing' | 'replaced'> => {
  const path = blobPath(file.sha256)
  const isThere = await files.fileExists(path)
  const stream = await openStagedFile(req, file)
  if (!stream) return 'missing'
  if (isThere) return (await hashStream(stream)).sha256 === file.sha256 ? 'copied' : 'replaced'
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
  try {
    await files.write(incoming, stream.pipe(hashed), { mimeType: file.mimeType })
  } catch (error) {
    // A disk that is full must not stay so because of us.
    await files.deleteFile(incoming).catch(() => undefined)
    throw error
  }
  if (hash.digest('hex') !== file.sha256) {
    await files.deleteFile(incoming)
    return 'replaced'
  }
  const written = await files.fileSize(incoming)
  if (written !== size) {
    await files.deleteFile(incoming)
    throw new Error(
      `The storage kept ${written} of the ${size} bytes of "${file.filename}" (${file.collection} ${file.id}).`,
    )
  }
  await files.moveFile(incoming, path)
  return 'copied'
}
