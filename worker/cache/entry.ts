import { GENERATION_HEADER, TAGS_HEADER } from '../protocol.ts'
import { getSharedLifetimeSeconds } from './lifetime.ts'
import { createStamp, type Stamp } from './validity.ts'
import { isTooLong } from './wholeBody.ts'

const EPOCH_HEADER = 'x-edge-epoch'
const CACHE_CONTROL_HEADER = 'x-edge-cache-control'
const VARY_HEADER = 'x-edge-vary'

/** Names that Next.js lists in `Vary`. Requests that carry one of them bypass the cache (`policy.ts`), so that entries are of those without. */
const KNOWN_VARY = [
  'accept-encoding',
  'rsc',
  'next-url',
  'next-router-state-tree',
  'next-router-prefetch',
  'next-router-segment-prefetch',
]

const NOT_STORED = [
  'vary',
  'expires',
  'age',
  'content-encoding',
  'content-length',
  'cdn-cache-control',
  'cloudflare-cdn-cache-control',
]

/** Encodings that the runtime takes off a body that is read: entries are stored plain, and compressed again for each client. */
const REMOVABLE_ENCODINGS = ['', 'identity', 'gzip', 'br']

/** Whether the answer is the same for everybody and may be kept. */
export const isStorable = (response: Response): boolean => {
  const { headers, status } = response
  if (status !== 200 || headers.has('set-cookie') || headers.has('content-range')) return false
  if (isTooLong(response)) return false
  // Before the first promotion what is published is live at once, and nobody tells the edge.
  if (headers.get(GENERATION_HEADER)?.trim() === '0') return false
  // Next.js is making a newer one at this moment.
  if (headers.get('x-nextjs-cache') === 'STALE') return false
  if (!REMOVABLE_ENCODINGS.includes((headers.get('content-encoding') ?? '').toLowerCase())) return false
  const vary = (headers.get('vary') ?? '').toLowerCase().split(',')
  if (vary.some((name) => name.trim() !== '' && !KNOWN_VARY.includes(name.trim()))) return false
  return getSharedLifetimeSeconds(headers) > 0
}

/** The generation that an answer says it was made from; undefined if it says none. */
export const getGeneration = (response: Response): number | undefined => {
  const header = response.headers.get(GENERATION_HEADER)
  if (header === null || header.trim() === '') return undefined
  const generation = Number(header)
  return Number.isSafeInteger(generation) ? generation : undefined
}

/** The answer as it is stored, with this body, stamped with the epoch that was known when its request started. */
export const createEntry = (response: Response, body: BodyInit, epoch: number): Response => {
  const entry = new Response(body, response)
  entry.headers.set(EPOCH_HEADER, String(epoch))
  entry.headers.set(CACHE_CONTROL_HEADER, response.headers.get('cache-control') ?? '')
  entry.headers.set('cache-control', `public, max-age=${getSharedLifetimeSeconds(response.headers)}`)
  // The key holds all that tells entries apart. The cache reads headers for caches as we do, and all is said above.
  for (const name of NOT_STORED) entry.headers.delete(name)
  const vary = response.headers.get('vary')
  if (vary) entry.headers.set(VARY_HEADER, vary)
  return entry
}

export const getStamp = (entry: Response, url: string): Stamp =>
  createStamp(Number(entry.headers.get(EPOCH_HEADER)), url, entry.headers.get(TAGS_HEADER))

/** The answer that the entry was made from. */
export const restoreAnswer = (entry: Response): Response => {
  const response = new Response(entry.body, entry)
  const { headers } = response
  headers.set('cache-control', headers.get(CACHE_CONTROL_HEADER) ?? 'no-store')
  const vary = headers.get(VARY_HEADER)
  if (vary) headers.set('vary', vary)
  for (const name of [EPOCH_HEADER, CACHE_CONTROL_HEADER, VARY_HEADER, 'cf-cache-status', 'age']) headers.delete(name)
  return response
}
