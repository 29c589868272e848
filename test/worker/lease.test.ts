import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { type Origin, sendPage, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const MEMO_MS = 100
const LEASE_MS = 2_500

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin((_, response) => sendPage(response, 'page'))
  gate = await startGate({
    origin: origin.url,
    isQuiet: true,
    vars: { MEMO_MS: String(MEMO_MS), MAINT_MEMO_MS: '50' },
  })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

const get = (path = '/') => fetch(gate.url + path)

/** Begins a promotion of which nothing is heard again, and waits for the maintenance page. */
const beginAndDie = async (promotion: string): Promise<number> => {
  const reply = await gate.control({ op: 'begin', promotion, leaseMs: LEASE_MS })
  if (!reply.ok) throw new Error(reply.error.message)
  await waitFor('the gate is closed', async () => (await get()).status === 503)
  return reply.state.fence
}

const reopened = () => waitFor('the gate is open again', async () => (await get()).status === 200)

it('opens by itself when the promoter dies in the window, with every cached answer invalid', async () => {
  await get('/cached')
  await waitFor('the page is cached', async () => (await get('/cached')).headers.get('x-edge-cache') === 'hit')
  const { epoch } = await gate.state()

  const fence = await beginAndDie('killed')
  await reopened()

  expect(await gate.state()).toEqual({ phase: 'live', epoch: epoch + 1, generation: 0, fence })
  expect((await get('/cached')).headers.get('x-edge-cache')).toBe('miss')
})

it('refuses the promoter that comes back after its lease', async () => {
  const fence = await beginAndDie('late')
  await reopened()
  const state = await gate.state()

  const reply = await gate.control({ op: 'commit', fence, generation: 2, bans: 'all' })
  expect(reply).toMatchObject({ ok: false, error: { code: 'WRONG_PHASE', state: { phase: 'live' } } })
  expect(await gate.state()).toEqual(state)
})

it('opens with every cached answer invalid when the promoter dies between commit and open', async () => {
  const { epoch } = await gate.state()
  const fence = await beginAndDie('committed')
  await gate.control({ op: 'commit', fence, generation: 3, bans: { paths: ['/a'] } })
  expect((await get()).status).toBe(503)
  await reopened()
  expect(await gate.state()).toMatchObject({ phase: 'live', epoch: epoch + 2, generation: 3 })
})

it('stays closed beyond its first lease when it was renewed', async () => {
  const begunAt = Date.now()
  const fence = await beginAndDie('renewed')
  expect(await gate.control({ op: 'renew', fence, leaseMs: 60_000 })).toMatchObject({ ok: true })
  while (Date.now() < begunAt + LEASE_MS + 500) expect((await get()).status).toBe(503)
  await gate.control({ op: 'abort', fence })
  await reopened()
})
