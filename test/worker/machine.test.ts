import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BAN_LIFETIME_MS, MAX_BAN_BYTES, MAX_BAN_NAMES } from '../../worker/bans.ts'
import { FIRST_RECORD, type GateRecord, notice, reduce, settle, toGateState } from '../../worker/machine.ts'
import type { ControlRequest } from '../../worker/protocol.ts'
import { toReading } from '../../worker/reading.ts'

const LIMITS = { memoMs: 1_000, standbyMemoMs: 200, maxLeaseMs: 60_000, maxStandbyMs: 50_000 }
const BEGIN: ControlRequest = { op: 'begin', promotion: 'p1', leaseMs: 30_000 }

/** Carries out operations, each at its time, all of which must be accepted. */
const run = (...steps: [at: number, request: ControlRequest][]): GateRecord =>
  steps.reduce((record, [at, request]) => {
    const reduction = reduce(record, request, at, LIMITS)
    expect(reduction.error).toBeUndefined()
    return reduction.record
  }, FIRST_RECORD)

describe('the gate', () => {
  it('stays open while arming and closes at its time', () => {
    const record = run([0, BEGIN])
    expect(toGateState(record, 400, LIMITS)).toMatchObject({
      phase: 'arming',
      closesInMs: 600,
      leaseLeftMs: 29_600,
      fence: 1,
    })
    expect(settle(record, 999).phase).toBe('arming')
    expect(settle(record, 1_000).phase).toBe('closed')
  })

  it('arms for the memo time', () => {
    expect(run([0, BEGIN]).closesAt).toBe(1_000)
  })

  it('goes through commit and open to a new epoch, with the caches kept but for the bans', () => {
    const record = run(
      [0, BEGIN],
      [2_000, { op: 'commit', fence: 1, generation: 7, bans: { tags: ['Pages:1'] } }],
      [2_100, { op: 'open', fence: 1 }],
    )
    expect(record).toMatchObject({ phase: 'live', epoch: 2, minEpoch: 1, generation: 7 })
    expect(record.bans).toMatchObject([{ epoch: 2, tags: ['pages:1'] }])
  })

  it('keeps epoch and caches when a promotion is aborted', () => {
    expect(run([0, BEGIN], [10, { op: 'abort', fence: 1 }])).toMatchObject({ phase: 'live', epoch: 1, bans: [] })
    expect(run([0, BEGIN], [2_000, { op: 'abort', fence: 1 }])).toMatchObject({ phase: 'live', epoch: 1, minEpoch: 1 })
  })

  it('opens with everything invalid when the lease ends before a commit', () => {
    expect(settle(run([0, BEGIN]), 30_000)).toMatchObject({ phase: 'live', epoch: 2, minEpoch: 2 })
  })

  it('opens with everything invalid when the lease ends after a commit: the site’s servers may not have heard of it', () => {
    const record = run([0, BEGIN], [2_000, { op: 'commit', fence: 1, generation: 1, bans: { paths: ['/a'] } }])
    expect(settle(record, 30_000)).toMatchObject({ phase: 'live', epoch: 3, minEpoch: 3, generation: 1 })
  })

  it('closes on standby at the later of one old memo after the standby and one short memo from now (8.10)', () => {
    const standby: ControlRequest = { op: 'standby', forMs: 10_000 }
    expect(run([0, standby], [100, BEGIN]).closesAt).toBe(1_000)
    expect(run([0, standby], [900, BEGIN]).closesAt).toBe(1_100)
    expect(run([0, standby], [5_000, BEGIN]).closesAt).toBe(5_200)
    expect(run([0, standby], [9_000, standby], [15_000, BEGIN]).closesAt).toBe(15_200)
    expect(run([0, standby], [10_000, BEGIN]).closesAt).toBe(11_000)
    expect(run([0, standby], [11_000, standby], [11_300, BEGIN]).closesAt).toBe(12_000)
  })

  it('stands by no longer than it may, and says for how long and when it is ready (8.10)', () => {
    const record = run([0, { op: 'standby', forMs: 90_000 }])
    expect(toGateState(record, 400, LIMITS)).toMatchObject({ phase: 'live', standbyLeftMs: 49_600, readyInMs: 600 })
    expect(toGateState(record, 50_000, LIMITS)).not.toHaveProperty('standbyLeftMs')
    const { memoMs } = toReading(record, 400, { ...LIMITS, maintMemoMs: 50 })
    expect(memoMs).toBe(200)
    expect(toReading(record, 50_000, { ...LIMITS, maintMemoMs: 50 }).memoMs).toBe(1_000)
  })

  it('never closes for a begin that had to be confirmed and wasn’t (8.8)', () => {
    const record = run([0, { ...BEGIN, confirm: true }])
    expect(toGateState(record, 999, LIMITS)).toMatchObject({ phase: 'arming', fence: 1 })
    expect(toReading(record, 999, { ...LIMITS, maintMemoMs: 50 }).phase).toBe('live')
    expect(settle(record, 1_000)).toMatchObject({ phase: 'live', epoch: 1, minEpoch: 1 })
    const confirmed = run([0, { ...BEGIN, confirm: true }], [500, { op: 'renew', fence: 1, leaseMs: 30_000 }])
    expect(settle(confirmed, 1_499).phase).toBe('arming')
    expect(settle(confirmed, 1_500).phase).toBe('closed')
  })

  it('takes everything for invalid when a page is newer than anybody told, but not before a commit that is to come (8.2)', () => {
    expect(notice(FIRST_RECORD, 3)).toMatchObject({ generation: 3, epoch: 2, minEpoch: 2 })
    expect(notice(notice(FIRST_RECORD, 3), 3)).toMatchObject({ generation: 3, epoch: 2 })
    const closed = settle(run([0, BEGIN]), 1_000)
    expect(notice(closed, 3)).toBe(closed)
  })

  it('follows a database that was restored, if told what it had (8.2)', () => {
    const told: ControlRequest = { op: 'invalidate', bans: 'all', generation: 7 }
    expect(run([0, told], [1, { ...told, generation: 4, was: 6 }]).generation).toBe(7)
    expect(run([0, told], [1, { ...told, generation: 4, was: 7 }]).generation).toBe(4)
  })

  it('estimates how long it will be closed by how long it was (8.8)', () => {
    const closing = settle(
      run(
        [0, BEGIN],
        [3_400, { op: 'commit', fence: 1, generation: 1, bans: 'all' }],
        [3_500, { op: 'open', fence: 1 }],
        [9_000, { ...BEGIN, promotion: 'p2' }],
      ),
      10_000,
    )
    expect(toReading(closing, 10_000, { ...LIMITS, maintMemoMs: 50 }).retryAfterSeconds).toBe(3)
  })

  it('refuses a lease that ends before the gate closes', () => {
    const { record, error } = reduce(FIRST_RECORD, { ...BEGIN, leaseMs: 1_000 }, 0, LIMITS)
    expect(error?.code).toBe('BAD_REQUEST')
    expect(record).toBe(FIRST_RECORD)
  })

  it('caps the lease', () => {
    expect(run([0, { ...BEGIN, leaseMs: 1e9 }]).leaseUntil).toBe(60_000)
    expect(run([0, BEGIN], [5_000, { op: 'renew', fence: 1, leaseMs: 1e9 }]).leaseUntil).toBe(65_000)
  })

  it('never shortens a lease that isolates may have been told of', () => {
    expect(run([0, BEGIN], [5_000, { op: 'renew', fence: 1, leaseMs: 1 }]).leaseUntil).toBe(30_000)
  })

  it('refuses a second promotion, and gives the same one its state again', () => {
    const record = run([0, BEGIN])
    expect(reduce(record, { ...BEGIN, promotion: 'p2' }, 10, LIMITS).error?.code).toBe('BUSY')
    expect(reduce(record, BEGIN, 10, LIMITS)).toEqual({ record })
  })

  it('refuses a promoter whose lease ended, even if nobody else began', () => {
    const record = settle(run([0, BEGIN]), 40_000)
    const commit: ControlRequest = { op: 'commit', fence: 1, generation: 2, bans: 'all' }
    expect(reduce(record, commit, 40_000, LIMITS).error?.code).toBe('WRONG_PHASE')
    expect(reduce(record, { op: 'renew', fence: 1, leaseMs: 9_000 }, 40_000, LIMITS).error?.code).toBe('WRONG_PHASE')
  })

  it('refuses to commit before it is closed, to open what was not committed, to abort what was', () => {
    const arming = run([0, BEGIN])
    const commit: ControlRequest = { op: 'commit', fence: 1, generation: 2, bans: 'all' }
    expect(reduce(arming, commit, 10, LIMITS).error?.code).toBe('WRONG_PHASE')
    expect(reduce(arming, { op: 'open', fence: 1 }, 2_000, LIMITS).error?.code).toBe('WRONG_PHASE')
    const committed = run([0, BEGIN], [2_000, commit])
    expect(reduce(committed, { op: 'abort', fence: 1 }, 2_000, LIMITS).error?.code).toBe('WRONG_PHASE')
  })

  it('takes a late invalidation without taking the generation back', () => {
    const record = run(
      [0, BEGIN],
      [2_000, { op: 'commit', fence: 1, generation: 7, bans: {} }],
      [2_001, { op: 'open', fence: 1 }],
      [2_002, { op: 'invalidate', bans: { tags: ['a'] }, generation: 6 }],
    )
    expect(record).toMatchObject({ epoch: 3, generation: 7 })
  })
})

const fence = fc.integer({ min: 0, max: 6 })
const names = fc.array(fc.string({ minLength: 1, maxLength: 300 }), { maxLength: 40 })
const bans = fc.oneof(fc.constant('all' as const), fc.record({ tags: names }), fc.record({ tags: names, paths: names }))
const leaseMs = fc.integer({ min: 0, max: 100_000 })
const operation: fc.Arbitrary<ControlRequest> = fc.oneof(
  fc.record({
    op: fc.constant('begin' as const),
    promotion: fc.constantFrom('p1', 'p2'),
    leaseMs,
    confirm: fc.boolean(),
  }),
  fc.record({ op: fc.constant('standby' as const), forMs: fc.integer({ min: 0, max: 60_000 }) }),
  fc.record({ op: fc.constant('renew' as const), fence, leaseMs }),
  fc.record({ op: fc.constant('commit' as const), fence, generation: fc.nat(), bans }),
  fc.record({ op: fc.constantFrom('open' as const, 'abort' as const), fence }),
  fc.record({ op: fc.constant('invalidate' as const), bans }),
)
const steps = fc.array(
  fc.record({ afterMs: fc.oneof(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 70_000 })), operation }),
  { maxLength: 40 },
)

describe('whatever is asked of it, whenever', () => {
  /** Carries out the steps and shows each one's record before and after. */
  const walk = (
    list: { afterMs: number; operation: ControlRequest }[],
    check: (step: {
      before: GateRecord
      after: GateRecord
      request: ControlRequest
      now: number
      isRefused: boolean
    }) => void,
  ): void => {
    let record = FIRST_RECORD
    let now = 0
    for (const { afterMs, operation: request } of list) {
      now += afterMs
      const { record: after, error } = reduce(record, request, now, LIMITS)
      check({ before: record, after, request, now, isRefused: error !== undefined })
      record = after
    }
  }

  it('never takes back fence, epoch, floor or revision', () => {
    fc.assert(
      fc.property(steps, (list) =>
        walk(list, ({ before, after }) => {
          for (const count of ['fence', 'epoch', 'minEpoch', 'revision'] as const) {
            expect(after[count]).toBeGreaterThanOrEqual(before[count])
          }
          expect(after.minEpoch).toBeLessThanOrEqual(after.epoch)
        }),
      ),
    )
  })

  it('is never closed past the lease, nor before every memo has run out', () => {
    fc.assert(
      fc.property(steps, fc.nat(200_000), (list, laterMs) => {
        // When the last reading runs out that was given while nothing was announced.
        let memosEndAt = 0
        const give = (record: GateRecord, at: number) => {
          const reading = toReading(record, at, { ...LIMITS, maintMemoMs: 50 })
          if (reading.phase === 'live') memosEndAt = Math.max(memosEndAt, at + reading.memoMs)
        }
        walk(list, ({ before, after, now }) => {
          give(settle(before, now), now)
          give(after, now)
          if (after.phase === 'live') return
          expect(after.leaseUntil).toBeGreaterThan(now)
          expect(after.leaseUntil).toBeLessThanOrEqual(now + LIMITS.maxLeaseMs)
          if (after.phase !== 'arming') expect(now).toBeGreaterThanOrEqual(memosEndAt)
          const later = now + laterMs
          if (later >= (after.leaseUntil ?? 0)) expect(settle(after, later).phase).toBe('live')
        })
      }),
    )
  })

  it('changes nothing when it refuses, and refuses every stale fence', () => {
    fc.assert(
      fc.property(steps, (list) =>
        walk(list, ({ before, after, request, now, isRefused }) => {
          const settled = settle(before, now)
          if (isRefused) expect(after).toEqual(settled)
          if ('fence' in request && request.fence !== settled.fence) expect(isRefused).toBe(true)
        }),
      ),
    )
  })

  it('keeps every invalidation: as a ban, or as the floor', () => {
    fc.assert(
      fc.property(steps, (list) =>
        walk(list, ({ after, request, isRefused, now }) => {
          const size = after.bans.flatMap((ban) => [...ban.tags, ...ban.paths, ...ban.prefixes]).length
          expect(size).toBeLessThanOrEqual(MAX_BAN_NAMES)
          expect(JSON.stringify(after.bans).length).toBeLessThanOrEqual(MAX_BAN_BYTES)
          if (isRefused || (request.op !== 'commit' && request.op !== 'invalidate')) return
          for (const ban of after.bans) expect(now - ban.at).toBeLessThanOrEqual(BAN_LIFETIME_MS)
          const isWhole = request.bans === 'all'
          const isEmpty = request.bans !== 'all' && !request.bans.tags?.length && !request.bans.paths?.length
          if (isWhole) expect(after.minEpoch).toBe(after.epoch)
          else if (!isEmpty) expect(Math.max(after.minEpoch, after.bans.at(-1)?.epoch ?? 0)).toBe(after.epoch)
        }),
      ),
    )
  })
})
