import { type BanList, normalizePath, normalizeTag } from '../bans.ts'

/** A stored answer's stamp: the epoch that was known when its request started, and the names it can be banned by. */
export type Stamp = { epoch: number; path: string; tags: string[] | undefined }

/** Bans by name, with the newest epoch of each: a check costs one look-up a tag. */
export type BanIndex = {
  minEpoch: number
  tags: Map<string, number>
  paths: Map<string, number>
  prefixes: Map<string, number>
}

export const indexBans = ({ minEpoch, bans }: BanList): BanIndex => {
  const index: BanIndex = { minEpoch, tags: new Map(), paths: new Map(), prefixes: new Map() }
  for (const ban of bans) {
    for (const tag of ban.tags) index.tags.set(tag, ban.epoch)
    for (const path of ban.paths) index.paths.set(path, ban.epoch)
    for (const prefix of ban.prefixes) index.prefixes.set(prefix, ban.epoch)
  }
  return index
}

/**
 * Whether a stored answer may still be served: no ban is newer than its stamp. An answer that was on its way
 * while the content changed carries the epoch of its start, so it is caught however late it was stored.
 * An answer that named no tags is hit by every ban of a tag: what it shows isn't known.
 */
export const isValid = (stamp: Stamp, index: BanIndex): boolean => {
  if (stamp.epoch < index.minEpoch) return false
  const isNewer = (epoch: number | undefined) => epoch !== undefined && epoch > stamp.epoch
  if (isNewer(index.paths.get(stamp.path))) return false
  for (const [prefix, epoch] of index.prefixes) {
    if (isNewer(epoch) && isBelow(stamp.path, prefix)) return false
  }
  if (stamp.tags) return !stamp.tags.some((tag) => isNewer(index.tags.get(tag)))
  for (const epoch of index.tags.values()) if (isNewer(epoch)) return false
  return true
}

/** The stamp of an answer whose tags stand in the header `tags`, null where it has none. */
export const createStamp = (epoch: number, url: string, tags: string | null): Stamp => {
  const list = tags?.split(',').map(normalizeTag).filter(Boolean)
  return { epoch, path: normalizePath(new URL(url).pathname), tags: list?.length ? list : undefined }
}

const isBelow = (path: string, prefix: string): boolean =>
  prefix === '/' || path === prefix || path.startsWith(`${prefix}/`)
