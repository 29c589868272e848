/**
 * In charge of the gate's rules: which operation leads from which phase to which, and what time does by
 * itself. Pure: the clock is an argument, and nothing here knows where the state is kept.
 */

import { addBans, type BanList } from './bans.ts'
import type { ControlError, ControlRequest, GatePhase, GateState } from './protocol.ts'

/** The gate's state as it is kept. Times are instants of the authority's own clock and never leave it. */
export type GateRecord = BanList & {
  /** Grows with each change of this record, so that of two readings the newer can be told. */
  revision: number
  phase: GatePhase
  epoch: number
  generation: number
  fence: number
  promotion?: string
  closesAt?: number
  leaseUntil?: number
  /** Nothing is announced before a `renew` comes. */
  unconfirmed?: true
  /** On standby since then and until then. */
  standby?: { since: number; until: number }
  /** How long the gate was closed the last time that somebody opened it. */
  lastWindowMs?: number
}

export type Limits = {
  /** How long an isolate may hold a reading, hence the least time between `begin` and closing. */
  memoMs: number
  /** The same for readings that were given on standby. */
  standbyMemoMs: number
  maxLeaseMs: number
  maxStandbyMs: number
}

export type Reduction = { record: GateRecord; error?: ControlError }

export const FIRST_RECORD: GateRecord = {
  revision: 0,
  phase: 'live',
  epoch: 1,
  minEpoch: 1,
  generation: 0,
  fence: 0,
  bans: [],
}

/** What time alone did to the gate: it closed at `closesAt`, or its lease ended. The same object if nothing happened. */
export const settle = (record: GateRecord, now: number): GateRecord => {
  const { closesAt = 0, leaseUntil = 0 } = record
  if (record.phase === 'live') return record
  if (record.phase === 'arming') {
    if (leaseUntil <= closesAt && now >= leaseUntil) return toLive(record)
    if (now < closesAt) return record
    return settle(advance(record, { phase: 'closed' }), now)
  }
  if (now < leaseUntil) return record
  // Whether the promoter committed before it fell silent isn't known, nor whether the site's own servers have heard of it.
  return toLive(invalidateAll(record))
}

/** The record after an operation, or the unchanged record and the reason of the refusal. */
export const reduce = (before: GateRecord, request: ControlRequest, now: number, limits: Limits): Reduction => {
  const record = settle(before, now)
  const refuse = (code: ControlError['code'], message: string): Reduction => ({
    record,
    error: { code, message, state: toGateState(record, now, limits) },
  })

  const refuseLease = () => refuse('BAD_REQUEST', 'The lease would end before the gate closes')

  switch (request.op) {
    case 'state':
      return { record }
    case 'standby':
      return { record: standBy(record, request.forMs, now, limits) }
    case 'invalidate':
      return { record: invalidate(record, request, now) }
    case 'begin': {
      if (record.phase !== 'live') {
        if (record.promotion === request.promotion) return { record }
        return refuse('BUSY', `The gate is ${record.phase} for promotion "${record.promotion}"`)
      }
      return begin(record, request, now, limits) ?? refuseLease()
    }
  }

  if (request.fence !== record.fence) {
    return refuse('STALE_FENCE', `Fence ${request.fence} isn't the gate's: it is ${record.fence}`)
  }
  const wrongPhase = () => refuse('WRONG_PHASE', `"${request.op}" isn't possible while the gate is ${record.phase}`)

  switch (request.op) {
    case 'renew': {
      if (record.phase === 'live') return wrongPhase()
      if (record.unconfirmed) return arm(record, request.leaseMs, now, limits) ?? refuseLease()
      const leaseUntil = now + Math.min(request.leaseMs, limits.maxLeaseMs)
      return { record: advance(record, { leaseUntil: Math.max(leaseUntil, record.leaseUntil ?? 0) }) }
    }
    case 'commit': {
      if (record.phase !== 'closed' && record.phase !== 'committed') return wrongPhase()
      const epoch = record.epoch + 1
      const list = addBans(record, request.bans, epoch, now)
      return { record: advance(record, { ...list, phase: 'committed', epoch, generation: request.generation }) }
    }
    // A gate that is live already is where `open` and `abort` lead: done twice is done once.
    case 'open':
      if (record.phase === 'live') return { record }
      return record.phase === 'committed' ? { record: reopen(record, now) } : wrongPhase()
    case 'abort':
      if (record.phase === 'live') return { record }
      return record.phase === 'committed' ? wrongPhase() : { record: reopen(record, now) }
  }
}

/** The record as callers may see it: remaining times instead of instants. */
export const toGateState = (record: GateRecord, now: number, limits: Limits): GateState => {
  const { phase, epoch, generation, fence, promotion, closesAt = now, leaseUntil = now } = record
  const state: GateState = { phase, epoch, generation, fence }
  if (record.standby && isOnStandby(record, now)) {
    state.standbyLeftMs = record.standby.until - now
    state.readyInMs = Math.max(0, record.standby.since + limits.memoMs - now)
  }
  if (phase === 'live') return state
  if (promotion !== undefined) state.promotion = promotion
  if (phase === 'arming' && !record.unconfirmed) state.closesInMs = Math.max(0, closesAt - now)
  state.leaseLeftMs = Math.max(0, leaseUntil - now)
  return state
}

const begin = (
  record: GateRecord,
  request: Extract<ControlRequest, { op: 'begin' }>,
  now: number,
  limits: Limits,
): Reduction | undefined => {
  const { promotion, leaseMs, confirm } = request
  const fence = record.fence + 1
  const begun = { ...record, phase: 'arming', fence, promotion } as const
  if (!confirm) return arm(begun, leaseMs, now, limits)
  // Reserved, for as long as a confirmation may take: whoever never got the fence can't send one.
  const endsAt = now + Math.min(leaseMs, limits.memoMs)
  return { record: advance(begun, { unconfirmed: true, closesAt: endsAt, leaseUntil: endsAt }) }
}

/** Undefined if the lease would end before the gate closes. */
const arm = (record: GateRecord, leaseMs: number, now: number, limits: Limits): Reduction | undefined => {
  const closesAt = getLatestMemoEnd(record, now, limits)
  const leaseUntil = now + Math.min(leaseMs, limits.maxLeaseMs)
  if (leaseUntil <= closesAt) return undefined
  return { record: advance(record, { closesAt, leaseUntil, unconfirmed: undefined }) }
}

/** By then every isolate has asked since `now`: what it was told earlier has run out. */
const getLatestMemoEnd = (record: GateRecord, now: number, { memoMs, standbyMemoMs }: Limits): number => {
  if (!record.standby || !isOnStandby(record, now)) return now + memoMs
  // Long memos were given before the standby, short ones since.
  return Math.max(record.standby.since + memoMs, now + Math.min(standbyMemoMs, memoMs))
}

/** Whether a reading given now is short-lived. */
export const isOnStandby = ({ standby }: GateRecord, now: number): boolean =>
  standby !== undefined && now < standby.until

const standBy = (record: GateRecord, forMs: number, now: number, { maxStandbyMs }: Limits): GateRecord => {
  const until = now + Math.min(forMs, maxStandbyMs)
  if (!record.standby || !isOnStandby(record, now)) return advance(record, { standby: { since: now, until } })
  const { since } = record.standby
  return advance(record, { standby: { since, until: Math.max(until, record.standby.until) } })
}

const reopen = (record: GateRecord, now: number): GateRecord => {
  const closedMs = now - (record.closesAt ?? now)
  return { ...toLive(record), lastWindowMs: closedMs > 0 ? closedMs : record.lastWindowMs }
}

/** A page of the site is of a newer generation than anybody told: its `commit` got lost, and what is cached is old. */
export const notice = (record: GateRecord, generation: number): GateRecord => {
  if (record.phase !== 'live' || generation <= record.generation) return record
  return advance(invalidateAll(record), { generation })
}

const invalidate = (
  record: GateRecord,
  request: Extract<ControlRequest, { op: 'invalidate' }>,
  now: number,
): GateRecord => {
  const epoch = record.epoch + 1
  // It carries no fence, so it may come late: it never takes the generation back without knowing it.
  const floor = request.was === record.generation ? 0 : record.generation
  const generation = Math.max(floor, request.generation ?? record.generation)
  return advance(record, { ...addBans(record, request.bans, epoch, now), epoch, generation })
}

const invalidateAll = (record: GateRecord): GateRecord => {
  const epoch = record.epoch + 1
  return { ...record, epoch, minEpoch: epoch, bans: [] }
}

const toLive = (record: GateRecord): GateRecord => {
  const { revision, epoch, minEpoch, generation, fence, bans, lastWindowMs } = record
  return { revision: revision + 1, phase: 'live', epoch, minEpoch, generation, fence, bans, lastWindowMs }
}

const advance = (record: GateRecord, change: Partial<GateRecord>): GateRecord => ({
  ...record,
  ...change,
  revision: record.revision + 1,
})
