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
  retryAfterSeconds?: number
  message?: string
}

export type Limits = {
  /** How long an isolate may hold a reading, hence the least time between `begin` and closing. */
  memoMs: number
  maxLeaseMs: number
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
export function settle(record: GateRecord, now: number): GateRecord {
  const { closesAt = 0, leaseUntil = 0 } = record
  if (record.phase === 'live') return record
  if (record.phase === 'arming') {
    if (leaseUntil <= closesAt && now >= leaseUntil) return toLive(record)
    if (now < closesAt) return record
    return settle(advance(record, { phase: 'closed' }), now)
  }
  if (now < leaseUntil) return record
  // Whether the promoter committed before it fell silent isn't known: nothing that is cached can be trusted.
  return record.phase === 'closed' ? toLive(invalidateAll(record)) : toLive(record)
}

/** The record after an operation, or the unchanged record and the reason of the refusal. */
export function reduce(before: GateRecord, request: ControlRequest, now: number, limits: Limits): Reduction {
  const record = settle(before, now)
  const refuse = (code: ControlError['code'], message: string): Reduction => ({
    record,
    error: { code, message, state: toGateState(record, now) },
  })

  switch (request.op) {
    case 'state':
      return { record }
    case 'invalidate':
      return { record: invalidate(record, request, now) }
    case 'begin': {
      if (record.phase !== 'live') {
        if (record.promotion === request.promotion) return { record }
        return refuse('BUSY', `The gate is ${record.phase} for promotion "${record.promotion}"`)
      }
      return begin(record, request, now, limits) ?? refuse('BAD_REQUEST', 'The lease would end before the gate closes')
    }
  }

  if (request.fence !== record.fence) {
    return refuse('STALE_FENCE', `Fence ${request.fence} isn't the gate's: it is ${record.fence}`)
  }
  const wrongPhase = () => refuse('WRONG_PHASE', `"${request.op}" isn't possible while the gate is ${record.phase}`)

  switch (request.op) {
    case 'renew': {
      if (record.phase === 'live') return wrongPhase()
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
      return record.phase === 'committed' ? { record: toLive(record) } : wrongPhase()
    case 'abort':
      if (record.phase === 'live') return { record }
      return record.phase === 'committed' ? wrongPhase() : { record: toLive(record) }
  }
}

/** The record as callers may see it: remaining times instead of instants. */
export function toGateState(record: GateRecord, now: number): GateState {
  const { phase, epoch, generation, fence, promotion, closesAt = now, leaseUntil = now } = record
  const state: GateState = { phase, epoch, generation, fence }
  if (phase === 'live') return state
  if (promotion !== undefined) state.promotion = promotion
  if (phase === 'arming') state.closesInMs = Math.max(0, closesAt - now)
  state.leaseLeftMs = Math.max(0, leaseUntil - now)
  return state
}

function begin(
  record: GateRecord,
  request: Extract<ControlRequest, { op: 'begin' }>,
  now: number,
  limits: Limits,
): Reduction | undefined {
  // No isolate holds an older reading than `memoMs`: by `closesAt` every one of them has learnt of it.
  const closesAt = now + Math.max(request.armMs ?? 0, limits.memoMs)
  const leaseUntil = now + Math.min(request.leaseMs, limits.maxLeaseMs)
  if (leaseUntil <= closesAt) return undefined
  const { promotion, retryAfterSeconds, message } = request
  const opened = { phase: 'arming', fence: record.fence + 1, promotion, closesAt, leaseUntil } as const
  return { record: advance(record, { ...opened, retryAfterSeconds, message }) }
}

function invalidate(
  record: GateRecord,
  request: Extract<ControlRequest, { op: 'invalidate' }>,
  now: number,
): GateRecord {
  const epoch = record.epoch + 1
  // It carries no fence, so it may come late: it never takes the generation back.
  const generation = Math.max(record.generation, request.generation ?? 0)
  return advance(record, { ...addBans(record, request.bans, epoch, now), epoch, generation })
}

function invalidateAll(record: GateRecord): GateRecord {
  const epoch = record.epoch + 1
  return { ...record, epoch, minEpoch: epoch, bans: [] }
}

function toLive(record: GateRecord): GateRecord {
  const { revision, epoch, minEpoch, generation, fence, bans } = record
  return { revision: revision + 1, phase: 'live', epoch, minEpoch, generation, fence, bans }
}

function advance(record: GateRecord, change: Partial<GateRecord>): GateRecord {
  return { ...record, ...change, revision: record.revision + 1 }
}
