import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'

/** Reads a stream to its end, for the SHA-256 (hex) and the number of its bytes. */
export const hashStream = async (stream: Readable): Promise<{ sha256: string; size: number }> => {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of stream) {
    hash.update(chunk as Buffer)
    size += (chunk as Buffer).length
  }
  return { sha256: hash.digest('hex'), size }
}
