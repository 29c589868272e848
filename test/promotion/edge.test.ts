import { setTimeout as sleep } from 'node:timers/promises'
import type { CollectionConfig } from 'payload'
import { computePlan, type PromotedEvent, recover, runPromotion } from 'payload-promote'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { type EdgeLine, type Fate, startEdgeLine } from '../helpers/edgeLine.ts'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { type Origin, startOrigin } from '../worker/origin.ts'

const pages: CollectionConfig = { slug: 'pages', fields: [{ name: 'title', type: 'text' }] }
const MEMO_MS = 1_500
const LEASE_MS = 5_000

describe('a promotion and the edge', () => {
  let origin: Origin
  let gate: RunningGate
  let line: EdgeLine
  let site: Site
  let onPromoted: (event: PromotedEvent) => void | Promise<void>

  beforeAll(async () => {
    origin = await startOrigin()
    gate = await startGate({
      origin: origin.url,
      isQuiet: true,
      vars: {
        MEMO_MS: String(MEMO_MS),
        STANDBY_MEMO_MS: '200',
        MAINT_MEMO_MS: '100',
        AUTHORITY_TIMEOUT_MS: '10000',
      },
    })
    line = await startEdgeLine(gate.url)
  })
  afterAll(async () => {
    await line?.stop()
    await gate?.dispose()
    await origin?.stop()
  })

  const open = async (edge: { whenUnreachable?: 'abort' | 'continue' } = {}) => {
    site = await createSite({
      collections: [pages],
      options: {
        collections: { pages: true },
        edge: { url: line.url, key: gate.key, leaseMs: LEASE_MS, ...edge },
        servers: [],
        onPromoted: (event) => onPromoted(event),
      },
    })
    // Other tests' promotions have told this gate of theirs.
    await gate.control({ op: 'invalidate', bans: 'all', generation: 0, was: (await gate.state()).generation })
  }
  const promote = async () => {
    await site.payload.create({ collection: 'pages' as never, data: { title: 'One' } as never })
    return runPromotion({ payload: site.payload, planId: (await computePlan({ payload: site.payload })).id })
  }
  const isOpen = async () => (await fetch(gate.url)).status === 200

  beforeEach(() => {
    onPromoted = () => undefined
    line.decide = () => 'through'
    line.calls.length = 0
  })
  afterEach(async () => {
    await waitFor('the gate to be open', async () => ((await gate.state()).phase === 'live' ? true : undefined))
    await site.stop()
  })

  it('keeps the gate closed for as long as the telling takes, far beyond the first lease (8.1)', async () => {
    await open()
    const seen: boolean[] = []
    onPromoted = async () => {
      const until = Date.now() + 4_500
      while (Date.now() < until) {
        seen.push(await isOpen())
        await sleep(100)
      }
    }
    line.decide = async ({ op }): Promise<Fate> => {
      // The lease began with the last renewal before the commit.
      if (op === 'commit') await sleep(2_000)
      return 'through'
    }
    expect(await promote()).toMatchObject({ status: 'succeeded', warnings: [] })
    expect(seen.length).toBeGreaterThan(10)
    expect(seen).not.toContain(true)
    expect(line.calls.filter((op) => op === 'renew').length).toBeGreaterThan(1)
    expect(await gate.state()).toMatchObject({ phase: 'live', generation: 1 })
  })

  it('makes the cache invalid when its commit comes too late to be accepted (8.1)', async () => {
    await open()
    let renewals = 0
    line.decide = async ({ op }): Promise<Fate> => {
      if (op === 'renew' && renewals++ > 0) return 'dropped'
      if (op === 'commit')
        await waitFor('the lease to end', async () => ((await gate.state()).phase === 'live' ? true : undefined))
      return 'through'
    }
    expect(await promote()).toMatchObject({ status: 'succeeded', warnings: [] })
    expect(line.calls).toContain('invalidate')
    expect(await gate.state()).toMatchObject({ phase: 'live', generation: 1 })
  })

  it('tells the edge of its commit before anything else may delay it (8.2)', async () => {
    await open()
    let calls: string[] = []
    onPromoted = () => {
      calls = [...line.calls]
    }
    await promote()
    expect(calls.at(-1)).toBe('commit')
  })

  it('is told later when its commit was lost, without another promotion: by the run itself (8.2)', async () => {
    await open()
    line.decide = ({ op }) =>
      ['commit', 'invalidate', 'open', 'renew'].includes(op) && line.calls.includes('commit') ? 'dropped' : 'through'
    const promotion = await promote()
    expect(promotion).toMatchObject({ status: 'succeeded', generation: 1 })
    expect(promotion.warnings.join()).toContain('The edge was not told of the commit')
    expect((await gate.state()).generation).toBe(0)
    line.decide = () => 'through'
    await waitFor('the edge to be told', async () => ((await gate.state()).generation === 1 ? true : undefined))
  })

  it('is told by any server’s next look, a restored database’s generation too (8.2)', async () => {
    await open()
    expect(await promote()).toMatchObject({ generation: 1 })
    await gate.control({ op: 'invalidate', bans: 'all', generation: 9 })
    await waitFor('the edge to be told', async () => {
      await recover(site.payload)
      return (await gate.state()).generation === 1 ? true : undefined
    })
  })

  it('goes on trying a call that fails, for longer than two seconds, and opens at once when one gets through (8.7)', async () => {
    await open()
    let failsUntil = Number.POSITIVE_INFINITY
    line.decide = ({ op }) => {
      if (op === 'commit' && failsUntil === Number.POSITIVE_INFINITY) failsUntil = Date.now() + 3_000
      return Date.now() > failsUntil || !['commit', 'renew'].includes(op) || failsUntil === Number.POSITIVE_INFINITY
        ? 'through'
        : 'dropped'
    }
    expect(await promote()).toMatchObject({ status: 'succeeded', warnings: [] })
    expect(await gate.state()).toMatchObject({ phase: 'live', generation: 1 })
  })

  it('asks a database that died in the swap for the outcome, and opens the gate as soon as it answers (8.7, 8.8)', async () => {
    await open()
    const { pathname } = new URL(site.databaseURL)
    const admin = new pg.Client({
      connectionString: Object.assign(new URL(site.databaseURL), { pathname: '/postgres' }).href,
    })
    await admin.connect()
    const allow = (isAllowed: boolean) =>
      admin.query(`alter database "${pathname.slice(1)}" allow_connections ${isAllowed}`)
    let diedAt: number | undefined
    line.decide = async ({ op }): Promise<Fate> => {
      if (op === 'renew' && diedAt === undefined) {
        diedAt = Date.now()
        await allow(false)
        await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
          pathname.slice(1),
        ])
        setTimeout(() => void allow(true), 2_500)
      }
      return 'through'
    }
    const promotion = await promote()
    expect(Date.now() - diedAt!).toBeLessThan(LEASE_MS)
    expect(promotion).toMatchObject({ status: 'failed', error: { code: 'DATABASE_LOST' }, warnings: [] })
    expect(await gate.state()).toMatchObject({ phase: 'live', generation: 0 })
    expect(line.calls).toContain('abort')
    await admin.end()
    line.decide = () => 'through'
    expect(await promote()).toMatchObject({ status: 'succeeded' })
  })

  it('never leaves a gate that closes with nobody behind it, when it goes on without an answer to its begin (8.8)', async () => {
    await open({ whenUnreachable: 'continue' })
    line.decide = ({ op }) => (op === 'begin' ? 'unanswered' : 'through')
    let isOver = false
    const seen: boolean[] = []
    const visitor = (async () => {
      while (!isOver) {
        seen.push(await isOpen())
        await sleep(50)
      }
    })()
    expect(await promote()).toMatchObject({ status: 'succeeded', generation: 1 })
    await sleep(LEASE_MS)
    isOver = true
    await visitor
    expect(seen.length).toBeGreaterThan(50)
    expect(seen).not.toContain(false)
    expect((await gate.state()).generation).toBe(1)
  })

  it('closes within a short memo when it was announced, and locks nothing while it waits (8.10)', async () => {
    await open()
    const editor = await site.signIn('editor@test.test')
    const standby = await site.request('/api/promote/standby', {
      method: 'POST',
      headers: { ...editor, 'content-type': 'application/json' },
      body: '{}',
    })
    expect(standby.status).toBe(202)
    const { readyInMs } = (await standby.json()) as { readyInMs: number }
    expect(readyInMs).toBeGreaterThan(MEMO_MS - 500)
    expect(
      (
        await site.request('/api/promote/standby', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: '{}',
        })
      ).status,
    ).toBe(401)

    const stepMs = (promotion: Awaited<ReturnType<typeof promote>>, name: string) =>
      promotion.steps.find(({ step }) => step === name)?.ms ?? Number.NaN
    await sleep(readyInMs)
    const announced = await promote()
    expect(announced).toMatchObject({ status: 'succeeded' })
    // One short memo and the time for requests inside; on a busy machine some more.
    expect(stepMs(announced, 'close')).toBeLessThan(MEMO_MS)
    expect(stepMs(announced, 'files')).toBeLessThan(MEMO_MS)

    const unannounced = await promote()
    // It waits before it locks anything, not after.
    expect(stepMs(unannounced, 'files')).toBeGreaterThan(MEMO_MS - 500)
    expect(stepMs(unannounced, 'close')).toBeLessThan(MEMO_MS)
  })
})
