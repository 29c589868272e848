import type { PayloadRequest } from 'payload'
import type { BlobRefs } from '../sql/files.ts'
import { mapFileURLs } from './mapFileURLs.ts'

type Doc = Record<string, unknown> & { id: unknown; productionFiles?: BlobRefs }
type HookArgs = { doc: Doc; req: PayloadRequest }

/** Hex digits of a file's SHA-256 that stand in its URL. */
const hashInURL = 16

/**
 * The content hash that a file's URL names, if it names one. Sites append cache tags of their own to URLs
 * (`?v=3b1f…?2026-11-25`): what follows the hash is theirs, and so is a `v` that does not begin with one.
 */
export const findHash = (query: URLSearchParams | undefined): string | undefined =>
  new RegExp(`^[0-9a-f]{${hashInURL}}`).exec(query?.get('v') ?? '')?.[0]

const contextKey = 'promoteBlobs'

/** Production's rows name their blobs: this `beforeRead` hook takes the hashes out of the document, for `afterRead`. */
export const takeBlobRefs =
  (slug: string) =>
  ({ doc, req }: HookArgs): Doc => {
    if (!('productionFiles' in doc)) return doc
    const { productionFiles, ...own } = doc
    const kept = (req.context[contextKey] as Map<string, BlobRefs> | undefined) ?? new Map<string, BlobRefs>()
    req.context[contextKey] = kept
    if (productionFiles) kept.set(`${slug}:${doc.id}`, productionFiles)
    return own as Doc
  }

/**
 * Gives a production upload's URLs the content's hash, so that they can be cached for ever and always show production's
 * file, to editors too: `/api/media/file/bean.jpg?v=3b1f…`.
 */
export const blobURLs = (slug: string) => {
  const rename = (url: string, refs: BlobRefs): string => {
    const marker = `/${slug}/file/`
    const at = url.indexOf(marker)
    if (at < 0) return url
    const path = url.slice(0, at + marker.length)
    const filename = decodeURIComponent(url.slice(path.length).split('?')[0]!)
    const sha256 = refs[filename]?.sha256
    return `${path}${encodeURIComponent(filename)}${sha256 ? `?v=${sha256.slice(0, hashInURL)}` : ''}`
  }
  return ({ doc, req }: HookArgs): Doc => {
    const refs = (req.context[contextKey] as Map<string, BlobRefs> | undefined)?.get(`${slug}:${doc.id}`)
    return refs ? mapFileURLs(doc, (url) => rename(url, refs)) : doc
  }
}
