import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { CollectionSlug, PayloadRequest } from 'payload'
import { getCollection } from '../getCollection.ts'

/**
 * Opens a staged file as Payload would serve it: through the collection's `upload.handlers` (any storage plugin), else
 * from the public bucket that its document names, where the site keeps no file of its own, else from its `staticDir`.
 * Undefined when there is no such file.
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
  if (upload.disableLocalStorage) return openPublicFile(req, collection, filename)
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

/** Where a storage plugin serves files past Payload, the document's URL is the only way to them. */
const openPublicFile = async (
  req: PayloadRequest,
  collection: string,
  filename: string,
): Promise<Readable | undefined> => {
  const url = await findPublicURL(req, collection, filename)
  if (!url) return undefined
  const response = await fetch(url)
  if (response.status === 404) return undefined
  if (!response.ok || !response.body) throw new Error(`"${url}" answered ${response.status}.`)
  return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
}

type File = { filename?: string; url?: string }

const findPublicURL = async (
  req: PayloadRequest,
  collection: string,
  filename: string,
): Promise<string | undefined> => {
  const sizes = getCollection(req.payload, collection).config.upload.imageSizes ?? []
  const { docs } = await req.payload.find({
    collection: collection as CollectionSlug,
    depth: 0,
    limit: 1,
    pagination: false,
    where: {
      or: [
        { filename: { equals: filename } },
        ...sizes.map(({ name }) => ({ [`sizes.${name}.filename`]: { equals: filename } })),
      ],
    },
  })
  const doc = docs[0] as (File & { sizes?: Record<string, File> }) | undefined
  const file = [doc, ...Object.values(doc?.sizes ?? {})].find((candidate) => candidate?.filename === filename)
  return file?.url && URL.canParse(file.url) ? file.url : undefined
}
