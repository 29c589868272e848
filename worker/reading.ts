import type { Ban } from './bans.ts'
import { type GateRecord, isOnStandby, type Limits, toGateState } from './machine.ts'
import type { GateState } from './protocol.ts'

/** What an isolate learns when it asks the authority. Durations count from the authority's answer. */
export type Reading = GateState & {
  revision: number
  minEpoch: number
  bans: Ban[]
  /** How long it may be believed, measured from the moment of asking. */
  memoMs: number
  /** How long the last window was. */
  retryAfterSeconds?: number
}

/**
 * A reading of the record, to be believed for `memoMs` while visitors come in, less on standby, and for `maintMemoMs`
 * while they don't.
 */
export const toReading = (record: GateRecord, now: number, timings: Limits & { maintMemoMs: number }): Reading => {
  const { revision, minEpoch, bans, lastWindowMs } = record
  const isOpen = record.phase === 'live' || record.phase === 'arming'
  const { memoMs, standbyMemoMs, maintMemoMs } = timings
  const openMemoMs = isOnStandby(record, now) ? Math.min(standbyMemoMs, memoMs) : memoMs
  const reading: Reading = {
    // What isn't confirmed yet is no business of visitors.
    ...toGateState(record.unconfirmed ? { ...record, phase: 'live' } : record, now, timings),
    revision,
    minEpoch,
    bans,
    memoMs: isOpen ? openMemoMs : maintMemoMs,
  }
  if (lastWindowMs !== undefined) reading.retryAfterSeconds = Math.ceil(lastWindowMs / 1000)
  return reading
}
