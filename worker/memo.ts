/**
 * In charge of what one isolate believes about the gate. It asks the authority seldom, never once a request,
 * and closes and opens by schedule: remaining times are measured, by this isolate's own clock, from
 * the moment of asking. So it is early by the time that the answer took, and never late.
 *
 * It keeps plain values, not promises: the runtime forbids one request to await another's.
 */

import { type BanIndex, indexBans } from './cache/validity.ts'
import type { Reading } from './reading.ts'
import type { Settings } from './settings.ts'

export type Belief = {
  isClosed: boolean
  /**
   * `unknown`: the authority never answered this isolate. `stale`: it doesn't any more, the gate was open.
   * `lost`: it hasn't for `staleMs`. `lapsed`: the lease ended by this isolate's count, and the authority hasn't confirmed what became of it.
   */
  certainty: 'fresh' | 'stale' | 'lost' | 'lapsed' | 'unknown'
  /** Whether the cache may be read and filled: what became invalid is known, or can't be for long that it isn't. */
  isCacheTrusted: boolean
  reading: Reading | undefined
  bans: BanIndex | undefined
  /** Until the gate opens by itself; 0 unless it is closed. */
  leaseLeftMs: number
  /** For how long nothing can change of which this isolate hasn't learnt; 0 if that is not known. */
  validForMs: number
}

export type Memo = {
  /** The belief, after asking the authority if it must; waits at most `authorityTimeoutMs`. Never throws. */
  learn(source: Source): Promise<Belief>
  /** The belief as it is. */
  look(settings: Settings): Belief
  /** Has the next request ask again, unless the belief is younger than `minAgeMs`: something says that it is out of date. */
  doubt(minAgeMs: number): void
  /** An answer of the site is of this generation: if that is newer than the edge was told of, what is cached is old. */
  notice(generation: number, source: Source): void
}

/** What a request lends the memo for asking. */
export type Source = {
  settings: Settings
  read: (seen: number) => Promise<Reading>
  /** Lets a question outlive the answer to the visitor. */
  waitUntil: (work: Promise<unknown>) => void
}

type Held = {
  reading: Reading
  bans: BanIndex
  askedAt: number
  receivedAt: number
  freshUntil: number
  /** As `freshUntil`, whatever was doubted since. */
  believedUntil: number
  closesAt: number
  opensAt: number
}

const JITTER = 0.2

export const createMemo = (now: () => number = Date.now): Memo => {
  let held: Held | undefined
  let seenGeneration = 0
  let lastAskedAt = Number.NEGATIVE_INFINITY
  let lastFailedAt = Number.NEGATIVE_INFINITY

  const ask = async ({ settings, read, waitUntil }: Source): Promise<void> => {
    const askedAt = now()
    lastAskedAt = askedAt
    const taken = read(seenGeneration).then((reading) => take(reading, askedAt))
    // An answer that comes late is still right: its times count from the asking.
    waitUntil(taken.catch(() => {}))
    try {
      await withTimeout(taken, settings.authorityTimeoutMs)
    } catch (error) {
      console.error('The gate could not be asked', error)
      lastFailedAt = now()
    }
  }

  const take = (reading: Reading, askedAt: number): void => {
    // Of two questions asked at the same time, the answer that knows more wins.
    const isOutrun = held && askedAt < held.receivedAt && reading.revision < held.reading.revision
    if (!isOutrun) held = hold(reading, askedAt, now())
    lastFailedAt = Number.NEGATIVE_INFINITY
  }

  const askInBackground = (source: Source): void => {
    if (now() - lastAskedAt >= source.settings.authorityTimeoutMs) source.waitUntil(ask(source))
  }

  const doubt = (minAgeMs: number): void => {
    // The doubt may be wrong and come with every request: the age keeps it from becoming a question each.
    if (held && now() - held.askedAt >= minAgeMs) held.freshUntil = Number.NEGATIVE_INFINITY
  }

  return {
    async learn(source) {
      const at = now()
      if (held && at < held.freshUntil) {
        if (at >= (held.askedAt + held.freshUntil) / 2) askInBackground(source)
      } else if (at - lastFailedAt < source.settings.authorityRetryMs) {
        askInBackground(source)
      } else {
        await ask(source)
      }
      return believe(held, now(), source.settings, seenGeneration)
    },
    look: (settings) => believe(held, now(), settings, seenGeneration),
    doubt,
    notice(generation, source) {
      if (!held || generation <= held.reading.generation || held.reading.generation === 0) return
      seenGeneration = generation
      doubt(source.settings.maintMemoMs)
      askInBackground(source)
    },
  }
}

const hold = (reading: Reading, askedAt: number, receivedAt: number): Held => {
  const { phase, memoMs, closesInMs = 0, leaseLeftMs = 0 } = reading
  const isLive = phase === 'live'
  const opensAt = isLive ? Number.POSITIVE_INFINITY : askedAt + leaseLeftMs
  // Isolates must not ask in step while closed. Shorter only: the authority counts on `memoMs` as the longest.
  const believedMs = memoMs * (1 - Math.random() * JITTER)
  const freshUntil = Math.min(askedAt + believedMs, opensAt)
  return {
    reading,
    bans: indexBans(reading),
    askedAt,
    receivedAt,
    freshUntil,
    believedUntil: freshUntil,
    closesAt: isLive ? Number.POSITIVE_INFINITY : askedAt + closesInMs,
    opensAt,
  }
}

const believe = (held: Held | undefined, now: number, settings: Settings, seenGeneration: number): Belief => {
  const closesOnFailure = settings.failMode === 'closed'
  const none = { isCacheTrusted: false, leaseLeftMs: 0, validForMs: 0 }
  if (!held) {
    return { ...none, isClosed: closesOnFailure, certainty: 'unknown', reading: undefined, bans: undefined }
  }
  const { reading, bans, closesAt, opensAt, freshUntil, believedUntil } = held
  const known = { ...none, reading, bans }
  const isFresh = now < freshUntil
  if (now >= closesAt && now < opensAt) {
    const validForMs = Math.max(0, freshUntil - now)
    return { ...known, isClosed: true, certainty: isFresh ? 'fresh' : 'stale', leaseLeftMs: opensAt - now, validForMs }
  }
  const isBehind = reading.generation > 0 && seenGeneration > reading.generation
  if (isFresh) {
    const validForMs = Math.min(freshUntil, closesAt) - now
    return { ...known, isClosed: false, certainty: 'fresh', isCacheTrusted: !isBehind, validForMs }
  }
  if (now >= opensAt) return { ...known, isClosed: closesOnFailure, certainty: 'lapsed' }
  const isLost = now >= believedUntil + settings.staleMs
  const isCacheTrusted = !isLost && !isBehind
  return { ...known, isClosed: closesOnFailure, certainty: isLost ? 'lost' : 'stale', isCacheTrusted }
}

const withTimeout = async <T>(work: Promise<T>, ms: number): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | null = null
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work, timeout])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}
