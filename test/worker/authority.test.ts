import path from 'node:path'
import { Response } from 'miniflare'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Variables } from '../../worker/variables.ts'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { type Origin, sendPage, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const CUTTABLE = path.join(import.meta.dirname, 'fixtures/cuttableGate.ts')

let origin: Origin
let gate: RunningGate | undefined
/** What stands between the isolates and the authority. */
let line: 'whole' | 'cut' | 'hung' | 'far'
/** How long an answer takes over a line that is far. */
const FAR_MS = 600
let questionCount: number
let release: (() => void)[]

beforeEach(async () => {
  line = 'whole'
  questionCount = 0
  release = []
  origin = await startOrigin((_, response) => sendPage(response, 'page'))
})

afterEach(async () => {
  for (const answer of release) answer()
  await gate?.dispose()
  await origin.stop()
})

const start = async (vars: Variables = {}): Promise<RunningGate> => {
  const answerLine = async () => {
    questionCount += 1
    if (line === 'hung') await new Promise<void>((resolve) => release.push(resolve))
    if (line === 'far') await new Promise((resolve) => setTimeout(resolve, FAR_MS))
    return new Response(null, { status: line === 'cut' ? 500 : 200 })
  }
  gate = await startGate({
    origin: origin.url,
    isQuiet: true,
    authority: { module: CUTTABLE, serviceBindings: { LINE: answerLine } },
    vars: { MEMO_MS: '300', MAINT_MEMO_MS: '100', AUTHORITY_RETRY_MS: '300', ...vars },
  })
  return gate
}

const get = async (path = '/') => {
  const { status, headers } = await fetch((gate?.url ?? '') + path)
  return { status, gate: headers.get('x-edge-gate'), cache: headers.get('x-edge-cache') }
}

it('lets visitors through without the cache when it never learnt the state', async () => {
  line = 'cut'
  await start()
  for (let count = 0; count < 3; count++) {
    expect(await get()).toEqual({ status: 200, gate: 'unknown', cache: 'bypass' })
  }
  line = 'whole'
  await waitFor('the state is known', async () => (await get()).gate === 'live')
})

it('serves pages while the authority hangs, and doesn’t keep each of them waiting', async () => {
  line = 'hung'
  // Long enough that ten waits in a row would outlast the test.
  await start({ AUTHORITY_TIMEOUT_MS: '2000', AUTHORITY_RETRY_MS: '60000' })
  const startedAt = Date.now()
  for (let count = 0; count < 10; count++) expect((await get()).status).toBe(200)
  expect(Date.now() - startedAt).toBeLessThan(15_000)
})

it('stays open on what it knew, cache and all, when the authority falls silent', async () => {
  await start()
  await waitFor('the page is cached', async () => (await get()).cache === 'hit')
  line = 'cut'
  await waitFor('the memo has run out', async () => (await get()).gate === 'stale')
  expect(await get()).toEqual({ status: 200, gate: 'stale', cache: 'hit' })
  line = 'whole'
  await waitFor('the state is known again', async () => (await get()).gate === 'live')
})

it('passes the cache by once it has been cut off for STALE_MS, and uses it again when it isn’t any more (8.5)', async () => {
  await start({ STALE_MS: '600' })
  await waitFor('the page is cached', async () => (await get()).cache === 'hit')
  line = 'cut'
  const lost = await waitFor('it has been cut off for too long', async () => {
    const answer = await get()
    return answer.gate === 'lost' && answer
  })
  expect(lost).toEqual({ status: 200, gate: 'lost', cache: 'bypass' })
  expect(await get()).toEqual(lost)
  line = 'whole'
  await waitFor('the state is known again', async () => (await get()).gate === 'live')
  expect((await get()).cache).toBe('hit')
})

it('passes the cache by at once when a page is newer than what it last heard, though it is cut off (8.5)', async () => {
  const { control } = await start()
  await control({ op: 'invalidate', bans: 'all', generation: 1 })
  await waitFor('the page is cached', async () => (await get()).cache === 'hit')
  line = 'cut'
  await waitFor('the memo has run out', async () => (await get()).gate === 'stale')
  expect((await get()).cache).toBe('hit')
  origin.answer = (_, response) => sendPage(response, 'new page', { 'x-generation': '2' })
  expect((await get('/another')).cache).toBe('bypass')
  expect((await get()).cache).toBe('bypass')
})

it('learns from a far authority whose answers come after the visitors’ patience (8.5)', async () => {
  line = 'far'
  const { control } = await start({ AUTHORITY_TIMEOUT_MS: '100', MEMO_MS: '3000', MAINT_MEMO_MS: '800' })
  expect(await get()).toEqual({ status: 200, gate: 'unknown', cache: 'bypass' })
  await waitFor('the state is known', async () => (await get()).gate === 'live')

  const begin = await control({ op: 'begin', promotion: 'p', leaseMs: 60_000 })
  if (!begin.ok) throw new Error(begin.error.message)
  const closedAt = Date.now() + (begin.state.closesInMs ?? 0)
  // Nobody asks between: the isolate knows by its own late answers when to close.
  while (Date.now() < closedAt) await get()
  expect((await get()).status).toBe(503)
  await control({ op: 'abort', fence: begin.state.fence })
  await waitFor('the gate is open', async () => (await get()).status === 200)
})

it('stays closed until its own copy of the lease ends, then opens without the cache', async () => {
  const { control } = await start()
  await waitFor('the page is cached', async () => (await get()).cache === 'hit')
  await control({ op: 'begin', promotion: 'p', leaseMs: 3_000 })
  await waitFor('the gate is closed', async () => (await get()).status === 503)
  line = 'cut'
  expect((await get()).status).toBe(503)
  const reopened = await waitFor('the lease has ended', async () => {
    const answer = await get()
    return answer.status === 200 && answer
  })
  expect(reopened).toEqual({ status: 200, gate: 'lapsed', cache: 'bypass' })
  line = 'whole'
  await waitFor('the state is known again', async () => (await get()).gate === 'live')
  expect((await get()).cache).not.toBe('bypass')
})

it('closes by schedule, though the authority falls silent after the announcement', async () => {
  const { control, state } = await start({ MEMO_MS: '1500', AUTHORITY_TIMEOUT_MS: '10000' })
  await get()
  await control({ op: 'begin', promotion: 'p', leaseMs: 60_000 })
  await get()
  line = 'cut'
  await waitFor('the gate is closed', async () => (await get()).status === 503)
  expect((await state()).phase).toBe('closed')
})

it('closes when it doesn’t know, where FAIL_MODE says so', async () => {
  line = 'cut'
  await start({ FAIL_MODE: 'closed' })
  const { status, headers } = await fetch(gate?.url ?? '')
  expect(status).toBe(503)
  expect(headers.get('retry-after')).toBe('5')
  line = 'whole'
  await waitFor('the gate is open', async () => (await get()).status === 200)
  line = 'cut'
  await waitFor('the memo has run out', async () => (await get()).status === 503)
})

it('is asked seldom, however many visitors come', async () => {
  await start({ MEMO_MS: '60000', AUTHORITY_TIMEOUT_MS: '10000' })
  for (let count = 0; count < 100; count++) await get()
  expect(questionCount).toBe(1)
})
