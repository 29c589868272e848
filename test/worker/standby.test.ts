import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { ask } from './ask.ts'
import { type Origin, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const MEMO_MS = 3_000
const STANDBY_MEMO_MS = 300

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    isolates: 6,
    vars: {
      MEMO_MS: String(MEMO_MS),
      STANDBY_MEMO_MS: String(STANDBY_MEMO_MS),
      MAINT_MEMO_MS: '100',
      AUTHORITY_TIMEOUT_MS: '10000',
    },
  })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

/** Visitors of every isolate, who never stop. */
const visitAll = () => {
  const visits: { isolate: number; sentAt: number; receivedAt: number; status: number }[] = []
  let isOver = false
  const done = gate.urls.map(async (url, isolate) => {
    while (!isOver) {
      const sentAt = Date.now()
      const { status } = await ask(`${url}/page`, { headers: { 'x-sent-at': String(sentAt) } })
      visits.push({ isolate, sentAt, receivedAt: Date.now(), status })
    }
  })
  return {
    visits,
    stop: async () => {
      isOver = true
      await Promise.all(done)
    },
  }
}

const state = async (request: Parameters<RunningGate['control']>[0]) => {
  const reply = await gate.control(request)
  if (!reply.ok) throw new Error(reply.error.message)
  return reply.state
}

it('closes within a short memo on six isolates, and lets nobody in after it (8.10)', async () => {
  for (const url of gate.urls) await ask(url)
  const standby = await state({ op: 'standby', forMs: 30_000 })
  expect(standby.readyInMs).toBeGreaterThan(MEMO_MS - 500)
  const { visits, stop } = visitAll()
  await new Promise((resolve) => setTimeout(resolve, standby.readyInMs ?? 0))

  for (let round = 1; round <= 3; round++) {
    const { fence } = await state({ op: 'begin', promotion: `p${round}`, leaseMs: 30_000, confirm: true })
    const begun = await state({ op: 'renew', fence, leaseMs: 30_000 })
    expect(begun.closesInMs).toBeLessThanOrEqual(STANDBY_MEMO_MS)
    const closedAt = Date.now() + (begun.closesInMs ?? 0)
    await waitFor('every isolate is closed', () =>
      gate.urls.every((_, index) => visits.filter(({ isolate }) => isolate === index).at(-1)?.status === 503),
    )
    await waitFor('the window has lasted', () => Date.now() > closedAt + 400)
    await state({ op: 'commit', fence: begun.fence, generation: round, bans: 'all' })
    const openedAt = Date.now()
    await state({ op: 'open', fence: begun.fence })

    const inWindow = visits.filter(({ sentAt, receivedAt }) => sentAt >= closedAt && receivedAt <= openedAt)
    expect(inWindow.length).toBeGreaterThan(gate.urls.length)
    expect(new Set(inWindow.map(({ status }) => status))).toEqual(new Set([503]))
    expect(
      origin.asked.filter(({ headers }) => {
        const sentAt = Number(headers['x-sent-at'])
        return sentAt >= closedAt && sentAt <= openedAt - 50
      }),
    ).toEqual([])
    await waitFor('every isolate is open', () =>
      gate.urls.every((_, index) => visits.filter(({ isolate }) => isolate === index).at(-1)?.status === 200),
    )
    const again = await state({ op: 'standby', forMs: 30_000 })
    if (round < 3) await new Promise((resolve) => setTimeout(resolve, again.readyInMs ?? 0))
  }
  await stop()
})

it('never closes for a promoter who got no answer to its begin (8.8)', async () => {
  await state({ op: 'begin', promotion: 'unheard', leaseMs: 30_000, confirm: true })
  const { visits, stop } = visitAll()
  await new Promise((resolve) => setTimeout(resolve, MEMO_MS + 1_000))
  await stop()
  expect(new Set(visits.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await state({ op: 'state' })).phase).toBe('live')
})
