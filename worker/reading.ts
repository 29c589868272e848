import type { Ban } from './bans.ts'
import { type GateRecord, toGateState } from './machine.ts'
import type { GateState } from './protocol.ts'

/** What an isolate learns when it asks the authority. Durations count from the authority's answer. */
export type Reading = GateState & {
  revision: number
  minEpoch: number
  bans: Ban[]
  /** How long it may be believed, measured from the moment of asking. */
  memoMs: number
  retryAfterSeconds?: number
  message?: string
}

/** A reading of the record, to be believed for `memoMs` while visitors come in and for `maintMemoMs` while they don't. */
export function toReading(record: GateRecord, now: number, memo: { memoMs: number; maintMemoMs: number }): Reading {
  const { revision, minEpoch, bans, retryAfterSeconds, message } = record
  const isOpen = record.phase === 'live' || record.phase === 'arming'
  const reading: Reading = {
    ...toGateState(record, now),
    revision,
    minEpoch,
    bans,
    memoMs: isOpen ? memo.memoMs : memo.maintMemoMs,
  }
  if (retryAfterSeconds !== undefined) reading.retryAfterSeconds = retryAfterSeconds
  if (message !== undefined) reading.message = message
  return reading
}
