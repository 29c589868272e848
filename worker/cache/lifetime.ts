import { BAN_LIFETIME_MS } from '../bans.ts'
import { parseCacheControl } from './cacheControl.ts'

/** Headers for caches such as this one, the nearest first. Where one stands, `Cache-Control` is not for us: RFC 9213. */
const TARGETED = ['cloudflare-cdn-cache-control', 'cdn-cache-control']
const FORBIDDING = ['private', 'no-store', 'no-cache']

/**
 * For how many seconds a shared cache may keep an answer with these headers, 0 for not at all. What another cache has
 * used up of it (`Age`) is taken off.
 * `s-maxage` alone counts as public (RFC 9111 §5.2.2.10): it is what Next.js sends for its static pages.
 */
export const getSharedLifetimeSeconds = (headers: Headers): number => {
  const targeted = TARGETED.map((name) => parseCacheControl(headers.get(name))).find(({ size }) => size > 0)
  const directives = targeted ?? parseCacheControl(headers.get('cache-control'))
  if (FORBIDDING.some((name) => directives.has(name))) return 0
  const shared = directives.get('s-maxage')
  if (shared === undefined && !targeted && !directives.has('public')) return 0
  const seconds = Number(shared ?? directives.get('max-age') ?? 0) - getAgeSeconds(headers)
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.floor(seconds)), BAN_LIFETIME_MS / 1000) : 0
}

const getAgeSeconds = (headers: Headers): number => {
  const age = Number(headers.get('age') ?? 0)
  return Number.isFinite(age) ? Math.max(0, age) : 0
}
