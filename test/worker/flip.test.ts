import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { type Origin, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const MEMO_MS = 1_500
const ISOLATES = 4

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    isolates: ISOLATES,
    // A busy machine may take its time to answer: no isolate shall take that for an outage.
    vars: { MEMO_MS: String(MEMO_MS), MAINT_MEMO_MS: '200', AUTHORITY_TIMEOUT_MS: '10000' },
  })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

type Visit = { sentAt: number; receivedAt: number; status: number }

/** One visitor who asks an isolate again and again, until told to stop. Each request says when it was sent. */
const visit = (url: string): { visits: Visit[]; stop: () => Promise<void> } => {
  const visits: Visit[] = []
  let isStopped = false
  const done = (async () => {
    while (!isStopped) {
      const sentAt = Date.now()
      const response = await fetch(url, { headers: { 'x-sent-at': String(sentAt) } })
      await response.arrayBuffer()
      visits.push({ sentAt, receivedAt: Date.now(), status: response.status })
    }
  })()
  return {
    visits,
    async stop() {
      isStopped = true
      await done
    },
  }
}

it('lets nobody in on any isolate after the announced time, and everybody before', async () => {
  const visitors = gate.urls.map((url) => visit(`${url}/page`))
  await waitFor('every isolate lets visitors in', () => visitors.every(({ visits }) => visits.length > 3))

  const begunAt = Date.now()
  const begin = await gate.control({ op: 'begin', promotion: 'p1', leaseMs: 60_000 })
  if (!begin.ok) throw new Error(begin.error.message)
  const closedAt = Date.now() + (begin.state.closesInMs ?? 0)
  await waitFor('every isolate is closed', () => visitors.every(({ visits }) => visits.at(-1)?.status === 503))
  await waitFor('the announced time has passed', () => Date.now() > closedAt + 500)

  const askedInWindow = origin.asked.filter(({ headers }) => Number(headers['x-sent-at']) >= closedAt)
  await gate.control({ op: 'commit', fence: begin.state.fence, generation: 1, bans: 'all' })
  const openedAt = Date.now()
  await gate.control({ op: 'open', fence: begin.state.fence })
  await waitFor('every isolate is open', () => visitors.every(({ visits }) => visits.at(-1)?.status === 200))
  await Promise.all(visitors.map(({ stop }) => stop()))

  const visits = visitors.flatMap((visitor) => visitor.visits)
  const inWindow = visits.filter(({ sentAt, receivedAt }) => sentAt >= closedAt && receivedAt <= openedAt)
  expect(inWindow.length).toBeGreaterThan(ISOLATES)
  expect(new Set(inWindow.map(({ status }) => status))).toEqual(new Set([503]))
  expect(askedInWindow).toEqual([])
  // An isolate is early by the time that the answer to its question took: it is given half the announcement.
  const announced = visits.filter(({ receivedAt }) => receivedAt < begunAt + MEMO_MS / 2)
  expect(new Set(announced.map(({ status }) => status))).toEqual(new Set([200]))
})
