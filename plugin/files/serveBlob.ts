import { Readable } from 'node:stream'
import type { CollectionConfig, CollectionSlug, PayloadRequest, UploadConfig } from 'payload'
import { isXmlMimeType, parseRangeHeader, UPLOAD_CONTENT_SECURITY_POLICY } from 'payload/internal'
import { PromoteError } from '../errors.ts'
import { getCollection } from '../getCollection.ts'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import type { BlobRefs } from '../sql/files.ts'
import { selectRetiredBlob } from '../sql/retiredBlobs.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import { blobPath } from './blobPath.ts'
import { hashInURL } from './blobURLs.ts'

type Handler = NonNullable<UploadConfig['handlers']>[number]

/**
 * Serves a production upload from its blob. Payload has checked read access before. A URL that names the content's hash
 * (`?v=`) may be cached for ever. A page loaded before a promotion asks for its old images after it: for some minutes it
 * still gets them; later, and for any other content, the answer is 404, so that an old page never shows a new image.
 */
export const blobHandler: Handler = async (req, { params }) => {
  const { collection, filename } = params
  const asked = req.searchParams?.get('v')
  const current = await findBlob(req, collection, filename)
  const ref =
    asked && !current?.sha256.startsWith(asked) ? await findRetiredBlob(req, collection, filename, asked) : current
  if (!ref) return notFound()
  return blobResponse(req, getCollection(req.payload, collection).config as CollectionConfig, ref, Boolean(asked))
}

const notFound = () =>
  Response.json({ errors: [{ message: 'Not found.' }] }, { status: 404, headers: { 'cache-control': 'no-store' } })

const findBlob = async (req: PayloadRequest, collection: string, filename: string) => {
  const { config } = getCollection(req.payload, collection)
  const sizes = config.upload.imageSizes ?? []
  const { docs } = await req.payload.find({
    collection: collection as CollectionSlug,
    depth: 0,
    limit: 1,
    pagination: false,
    overrideAccess: true,
    showHiddenFields: true,
    where: {
      or: [
        { filename: { equals: filename } },
        ...sizes.map(({ name }) => ({ [`sizes.${name}.filename`]: { equals: filename } })),
      ],
    },
  })
  return (docs[0] as { productionFiles?: BlobRefs } | undefined)?.productionFiles?.[filename]
}

const findRetiredBlob = async (req: PayloadRequest, twin: string, filename: string, asked: string) => {
  const tables = listPromotedTables(req.payload).find((t) => t.entity.twin === twin)
  return tables && asked.length >= hashInURL
    ? selectRetiredBlob(getDatabase(req.payload), tables.root.name, filename, asked)
    : undefined
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
