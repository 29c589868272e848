import type { Bans } from './protocol.ts'

/** What became invalid with one epoch: entries stamped before it that carry one of the names. */
export type Ban = { epoch: number; at: number; tags: string[]; paths: string[]; prefixes: string[] }

/** Bans in the order of their epochs. Every entry stamped before `minEpoch` is invalid, whatever its names. */
export type BanList = { minEpoch: number; bans: Ban[] }

/** An entry lives no longer than this (`cache/lifetime.ts`), so a ban needn't either. */
export const BAN_LIFETIME_MS = 24 * 60 * 60 * 1000
/** The list travels in every isolate's memo and is checked on every hit: 6 KB and a few microseconds at this size. */
export const MAX_BAN_NAMES = 200
export const MAX_BAN_BYTES = 16 * 1024

/** The list with `bans` added under a new epoch. What the list has no room for turns into a higher `minEpoch`. */
export const addBans = (list: BanList, bans: Bans, epoch: number, now: number): BanList => {
  if (bans === 'all') return { minEpoch: epoch, bans: [] }
  const ban: Ban = {
    epoch,
    at: now,
    tags: (bans.tags ?? []).map(normalizeTag),
    paths: (bans.paths ?? []).map(normalizePath),
    prefixes: (bans.prefixes ?? []).map(normalizePath),
  }
  if (countNames(ban) === 0) return shrink(list, now)
  return shrink({ minEpoch: list.minEpoch, bans: [...list.bans, ban] }, now)
}

/** Tags are compared without regard to case, as Cloudflare's Cache-Tag is. */
export const normalizeTag = (tag: string): string => tag.trim().toLowerCase()

/** One spelling for `/über/`, `/%C3%BCber` and `/%c3%bcber?x=1`. */
export const normalizePath = (path: string): string => {
  const url = new URL('http://site')
  // Set, not parsed: "//a" and "/\\a" are paths here, never hosts.
  url.pathname = path.split(/[?#]/, 1)[0] ?? ''
  const trimmed = url.pathname.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1')
  try {
    return decodeURIComponent(trimmed)
  } catch {
    return trimmed
  }
}

/** Drops the oldest bans until the rest fits. A dropped ban becomes the floor: all that is stamped before it is invalid, so none is forgotten. */
const shrink = (list: BanList, now: number): BanList => {
  let { minEpoch } = list
  const bans = [...list.bans]
  const isTooMuch = () =>
    bans.reduce((sum, ban) => sum + countNames(ban), 0) > MAX_BAN_NAMES || JSON.stringify(bans).length > MAX_BAN_BYTES
  while (bans[0] && (now - bans[0].at > BAN_LIFETIME_MS || isTooMuch())) {
    minEpoch = Math.max(minEpoch, bans[0].epoch)
    bans.shift()
  }
  return { minEpoch, bans }
}

const countNames = (ban: Ban): number => ban.tags.length + ban.paths.length + ban.prefixes.length
