import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { PayloadRequest } from 'payload'
import { getCollection } from '../getCollection.ts'

/**
 * Opens a staged file as Payload would serve it: through the collection's `upload.handlers` (any storage plugin), else
 * from its `staticDir`. Undefined when there is no such file.
 */
export const openStagedFile = async (
  req: PayloadRequest,
  collection: string,
  filename: string,
): Promise<Readable | undefined> => {
  const { upload } = getCollection(req.payload, collection).config
  for (const handler of upload.handlers ?? []) {
    const response = await handler(req, { headers: new Headers(), params: { collection, filename } } as Parameters<
      typeof handler
    >[1])
    if (!(response instanceof Response)) continue
    const final = await followRedirect(response)
    if (final.status === 404) return undefined
    if (!final.ok || !final.body)
      throw new Error(`The storage of "${collection}" answered ${final.status} for "${filename}".`)
    return Readable.fromWeb(final.body as Parameters<typeof Readable.fromWeb>[0])
  }
  const directory = resolve(upload.staticDir ?? collection)
  const path = resolve(directory, filename)
  if (!path.startsWith(directory + sep)) throw new Error(`"${filename}" is outside the directory of "${collection}".`)
  try {
    await stat(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return createReadStream(path)
}

/** Storage plugins may answer with a signed URL. */
const followRedirect = async (response: Response): Promise<Response> => {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
  return location ? fetch(location) : response
}
