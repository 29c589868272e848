import { Readable } from 'node:stream'
import type { CollectionConfig, CollectionSlug, PayloadRequest, TypeWithID, UploadConfig } from 'payload'
import { isXmlMimeType, parseRangeHeader, UPLOAD_CONTENT_SECURITY_POLICY } from 'payload/internal'
import { PromoteError } from '../errors.ts'
import { getCollection } from '../getCollection.ts'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { type BlobRefs, blobsField } from '../sql/files.ts'
import { selectRetiredFile } from '../sql/retiredFiles.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import { blobPath } from './blobPath.ts'
import { findHash } from './blobURLs.ts'

type Handler = NonNullable<UploadConfig['handlers']>[number]

/**
 * Serves a production upload from its blob. Payload has checked read access before. A URL that names the content's hash
 * (`?v=`) may be cached for ever. A page loaded before a promotion asks for its old images after it: for some minutes it
 * still gets them; later, and for any other content, the answer is 404, so that an old page never shows a new image.
 */
export const blobHandler: Handler = async (req, { doc, params }) => {
  const { collection } = params
  const asked = findHash(req.searchParams)
  const ref = await findBlob(req, params, doc as UploadDoc | undefined, asked)
  if (!ref) return notFound()
  return blobResponse(req, getCollection(req.payload, collection).config as CollectionConfig, ref, Boolean(asked))
}

const notFound = () =>
  Response.json({ errors: [{ message: 'Not found.' }] }, { status: 404, headers: { 'cache-control': 'no-store' } })

type UploadDoc = TypeWithID & { [blobsField]?: BlobRefs }
type Params = Parameters<Handler>[1]['params']

/**
 * The blob of a file, by its name and hash. `checked` is the document by which access was granted, where it depends on
 * the document: names need not be unique, so only files that the reader may see are looked through.
 */
const findBlob = async (
  req: PayloadRequest,
  { collection, filename, ...params }: Params,
  checked: UploadDoc | undefined,
  asked: string | undefined,
): Promise<BlobRefs[string] | undefined> => {
  const find = (docs: UploadDoc[]) =>
    docs
      .map((doc) => doc[blobsField]?.[filename])
      .find((ref) => ref && (asked === undefined || ref.sha256.startsWith(asked)))
  const current = checked && find([checked])
  if (current) return current
  const docs = await listReadable(req, collection, filename, params.prefix)
  return (
    find(docs) ?? (asked === undefined ? undefined : findRetired(req, collection, filename, asked, checked && docs))
  )
}

/** Every document with a file of this name that the request may read. Rows as they are stored, hidden fields included. */
const listReadable = async (
  req: PayloadRequest,
  collection: string,
  filename: string,
  prefix: string | undefined,
): Promise<UploadDoc[]> => {
  const { config } = getCollection(req.payload, collection)
  const access = await config.access.read({ data: { filename }, isReadingStaticFile: true, req })
  if (!access) return []
  const sizes = config.upload.imageSizes ?? []
  const isNamed = [
    { filename: { equals: filename } },
    ...sizes.map(({ name }) => ({ [`sizes.${name}.filename`]: { equals: filename } })),
  ]
  const { docs } = await req.payload.db.find<UploadDoc>({
    collection: collection as CollectionSlug,
    pagination: false,
    req,
    where: {
      and: [
        { or: isNamed },
        ...(typeof access === 'object' ? [access] : []),
        ...(prefix === undefined ? [] : [{ prefix: { equals: prefix } }]),
      ],
    },
  })
  return docs
}

/** A file that production showed until lately; `readable`: the only documents whose files the reader may see. */
const findRetired = async (
  req: PayloadRequest,
  collection: string,
  filename: string,
  asked: string,
  readable: UploadDoc[] | undefined,
) => {
  const tables = listPromotedTables(req.payload).find(({ key }) => key === collection)
  if (!tables) return undefined
  const docIds = readable?.map(({ id }) => String(id))
  return selectRetiredFile(getDatabase(req.payload), { entity: tables.key, filename, sha256Prefix: asked, docIds })
}

/** What a signed-in user may read is not everybody's: no shared cache may keep it. */
const cacheScope = (req: PayloadRequest) => (req.user || req.headers.get('authorization') ? 'private' : 'public')

const blobResponse = async (
  req: PayloadRequest,
  config: CollectionConfig,
  ref: BlobRefs[string],
  forEver: boolean,
): Promise<Response> => {
  const { files } = getModel(req.payload.config)
  if (!files) throw new PromoteError('INTERNAL', 'The option "files" is missing.', 'Set "files" in promote().')
  const upload = typeof config.upload === 'object' ? config.upload : undefined
  const etag = `"${ref.sha256}"`
  const headers = new Headers({
    'content-type': ref.mimeType,
    'accept-ranges': 'bytes',
    etag,
    'cache-control': `${cacheScope(req)}, ${forEver ? 'max-age=31536000, immutable' : 'max-age=0, must-revalidate'}`,
    'x-content-type-options': 'nosniff',
  })
  if (isXmlMimeType(ref.mimeType)) headers.set('content-security-policy', UPLOAD_CONTENT_SECURITY_POLICY)
  const shaped = (upload?.modifyResponseHeaders?.({ headers }) as Headers | undefined) ?? headers
  if (
    req.headers
      .get('if-none-match')
      ?.split(',')
      .some((tag) => tag.trim().replace(/^W\//, '') === etag)
  )
    return new Response(null, { status: 304, headers: shaped })

  const parsed = parseRangeHeader({ fileSize: ref.size, rangeHeader: req.headers.get('range') })
  if (parsed.type === 'invalid') {
    shaped.set('content-range', `bytes */${ref.size}`)
    return new Response(null, { status: 416, headers: shaped })
  }
  const range = parsed.type === 'partial' && parsed.range ? parsed.range : { start: 0, end: ref.size - 1 }
  const isPartial = parsed.type === 'partial'
  shaped.set('content-length', String(range.end - range.start + 1))
  if (isPartial) shaped.set('content-range', `bytes ${range.start}-${range.end}/${ref.size}`)
  const stream = await files.read(blobPath(ref.sha256))
  const body = Readable.toWeb(isPartial ? Readable.from(slice(stream, range)) : stream)
  return new Response(body as unknown as BodyInit, { status: isPartial ? 206 : 200, headers: shaped })
}

/** Flystorage reads whole files: what lies outside the range is skipped as it streams by. */
async function* slice(stream: Readable, { start, end }: { start: number; end: number }) {
  let at = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const from = Math.max(start - at, 0)
    const to = Math.min(end + 1 - at, chunk.length)
    if (from < to) yield chunk.subarray(from, to)
    at += chunk.length
    if (at > end) break
  }
}
