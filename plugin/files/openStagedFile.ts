import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { CollectionSlug, PayloadRequest, TypeWithID } from 'payload'
import { getCollection } from '../getCollection.ts'

/** One file of a staged upload: its own, or one of its sizes. */
export type StagedFile = { collection: string; id: string; filename: string }

/**
 * Opens a staged file as Payload would serve it: through the collection's `upload.handlers` (any storage plugin), else
 * from the public bucket that its document names, where the site keeps no file of its own, else from its `staticDir`.
 * Undefined when there is no such file.
 */
export const openStagedFile = async (req: PayloadRequest, file: StagedFile): Promise<Readable | undefined> => {
  const { collection, filename } = file
  const { upload } = getCollection(req.payload, collection).config
  const response = await askHandlers(req, file)
  if (response) {
    if (response.status === 404) return undefined
    if (!response.ok || !response.body)
      throw new Error(`The storage of "${collection}" answered ${response.status} for "${filename}".`)
    return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
  }
  if (upload.disableLocalStorage) return openPublicFile(req, file)
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

/** The first answer of the collection's `upload.handlers`. They find the object by its document: names need not be unique. */
const askHandlers = async (
  req: PayloadRequest,
  { collection, id, filename }: StagedFile,
): Promise<Response | undefined> => {
  const handlers = getCollection(req.payload, collection).config.upload.handlers ?? []
  if (handlers.length === 0) return undefined
  const doc = await req.payload.db.findOne<TypeWithID>({
    collection: collection as CollectionSlug,
    req,
    where: { id: { equals: id } },
  })
  if (!doc) return undefined
  for (const handler of handlers) {
    const response = await handler(req, { doc, headers: new Headers(), params: { collection, filename } })
    if (response instanceof Response) return followRedirect(response)
  }
  return undefined
}

/** Storage plugins may answer with a signed URL. */
const followRedirect = async (response: Response): Promise<Response> => {
  const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
  return location ? fetch(location) : response
}

/** Where a storage plugin serves files past Payload, the document's URL is the only way to them. */
const openPublicFile = async (req: PayloadRequest, file: StagedFile): Promise<Readable | undefined> => {
  const url = await findPublicURL(req, file)
  if (!url) return undefined
  const response = await fetch(url)
  if (response.status === 404) return undefined
  if (!response.ok || !response.body) throw new Error(`"${url}" answered ${response.status}.`)
  return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
}

type File = { filename?: string; url?: string }

const findPublicURL = async (
  req: PayloadRequest,
  { collection, id, filename }: StagedFile,
): Promise<string | undefined> => {
  const doc = (await req.payload.findByID({
    collection: collection as CollectionSlug,
    id,
    depth: 0,
    disableErrors: true,
  })) as (File & { sizes?: Record<string, File> }) | null
  const file = [doc, ...Object.values(doc?.sizes ?? {})].find((candidate) => candidate?.filename === filename)
  return file?.url && URL.canParse(file.url) ? file.url : undefined
}
