import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { type Origin, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const VARS = { MEMO_MS: '100', MAINT_MEMO_MS: '50', AUTHORITY_TIMEOUT_MS: '10000' }

let origin: Origin
let patient: RunningGate
let impatient: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  patient = await startGate({ origin: origin.url, vars: { ...VARS, HOLD_MS: '60000', PARK_LIMIT: '60' } })
  impatient = await startGate({ origin: origin.url, vars: { ...VARS, HOLD_MS: '200' } })
})

afterAll(async () => {
  await patient?.dispose()
  await impatient?.dispose()
  await origin?.stop()
})

beforeEach(() => {
  origin.asked.length = 0
})

const close = async (gate: RunningGate): Promise<number> => {
  const reply = await gate.control({ op: 'begin', promotion: 'p', leaseMs: 110_000 })
  if (!reply.ok) throw new Error(reply.error.message)
  await waitFor('the gate is closed', async () => (await fetch(gate.url)).status === 503)
  origin.asked.length = 0
  return reply.state.fence
}

const open = async (gate: RunningGate, fence: number): Promise<void> => {
  await gate.control({ op: 'commit', fence, generation: 1, bans: 'all' })
  await gate.control({ op: 'open', fence })
}

it('keeps posts until the gate opens: none is lost, none doubled, none altered', async () => {
  const fence = await close(patient)
  const bodies = Array.from({ length: 40 }, (_, index) => `${index}:${randomBytes(index * 4_000).toString('base64')}`)
  const posts = bodies.map((body) => fetch(`${patient.url}/contact?x=1`, { method: 'POST', body }))
  const others = ['PUT', 'PATCH', 'DELETE'].map((method) => fetch(`${patient.url}/contact`, { method, body: method }))

  const sentAt = Date.now()
  while (Date.now() < sentAt + 600) expect((await fetch(patient.url)).status).toBe(503)
  expect(origin.asked).toEqual([])
  await open(patient, fence)

  const answers = await Promise.all([...posts, ...others])
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  const digest = (text: string) => createHash('sha256').update(text).digest('hex')
  const received = origin.asked.filter(({ method }) => method === 'POST').map(({ body }) => digest(body))
  expect(received.sort()).toEqual(bodies.map(digest).sort())
  const rest = origin.asked.filter(({ method }) => method !== 'POST').map(({ method, body }) => [method, body])
  expect(rest.sort()).toEqual([
    ['DELETE', 'DELETE'],
    ['PATCH', 'PATCH'],
    ['PUT', 'PUT'],
  ])
})

it('parks no more than its limit at a time, and answers the rest at once', async () => {
  const fence = await close(patient)
  const posts = Array.from({ length: 70 }, () => fetch(`${patient.url}/contact`, { method: 'POST', body: 'x' }))
  let refusedCount = 0
  for (const post of posts) void post.then(({ status }) => (refusedCount += status === 503 ? 1 : 0))

  await waitFor('those over the limit are refused', () => refusedCount === 10)
  await open(patient, fence)
  const answers = await Promise.all(posts)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(60)
  expect(origin.asked).toHaveLength(60)
})

it('sends posts on in the order in which they came (8.9)', async () => {
  const fence = await close(patient)
  const posts: Promise<Response>[] = []
  for (let index = 0; index < 30; index++) {
    posts.push(fetch(`${patient.url}/order`, { method: 'POST', body: String(index) }))
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await open(patient, fence)
  await Promise.all(posts)
  expect(origin.asked.map(({ body }) => Number(body))).toEqual(Array.from({ length: 30 }, (_, index) => index))
})

it('forgets a post whose client gave up: it never reaches the origin and leaves its place to another (8.9)', async () => {
  const fence = await close(patient)
  const { hostname, port } = new URL(patient.urls[0] ?? '')
  const head = `POST /left HTTP/1.1\r\nhost: site\r\ncontent-length: 4\r\n\r\nleft`
  const sockets = Array.from({ length: 60 }, () => connect(Number(port), hostname).on('error', () => {}))
  for (const socket of sockets) socket.write(head)
  await new Promise((resolve) => setTimeout(resolve, 500))
  // As Cloudflare's network tells it; a mere end of the connection is none of the request's.
  for (const socket of sockets) socket.resetAndDestroy()
  await new Promise((resolve) => setTimeout(resolve, 1_500))

  const posts = Array.from({ length: 60 }, () => fetch(`${patient.urls[0]}/stays`, { method: 'POST', body: 'stays' }))
  await new Promise((resolve) => setTimeout(resolve, 300))
  await open(patient, fence)
  expect(new Set((await Promise.all(posts)).map(({ status }) => status))).toEqual(new Set([200]))
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(new Set(origin.asked.map(({ body }) => body))).toEqual(new Set(['stays']))
  expect(origin.asked).toHaveLength(60)
})

describe('a form that could not be kept (8.9)', () => {
  const post = (init: RequestInit & { headers?: Record<string, string> }) =>
    fetch(`${impatient.url}/contact?x=1`, {
      method: 'POST',
      ...init,
      headers: { accept: 'text/html', 'sec-fetch-site': 'same-origin', ...init.headers },
    })

  it('is given back with its fields, to be sent again', async () => {
    const fence = await close(impatient)
    const html = await (await post({ body: new URLSearchParams({ name: 'Ada "<L>"', again: '1' }) })).text()
    expect(html).toContain('<form method="post" action="/contact?x=1">')
    expect(html).toContain('<input type="hidden" name="name" value="Ada &quot;&lt;L&gt;&quot;">')
    expect(html).toContain('<button>Send again</button>')
    const multipart = new FormData()
    multipart.set('name', 'Ada')
    expect(await (await post({ body: multipart })).text()).toContain('name="name" value="Ada"')
    await open(impatient, fence)
  })

  it('is not given back when it came from another site, holds a file, or is no form', async () => {
    const fence = await close(impatient)
    const body = new URLSearchParams({ name: 'Ada' })
    const file = new FormData()
    file.set('cv', new Blob(['cv']), 'cv.txt')
    const answers = await Promise.all([
      post({ body, headers: { 'sec-fetch-site': 'cross-site' } }),
      post({ body, headers: { 'sec-fetch-site': 'same-site' } }),
      post({ body: file }),
      post({ body: '{}', headers: { 'content-type': 'application/json' } }),
      post({ body: new URLSearchParams({ name: 'x'.repeat(70_000) }) }),
    ])
    for (const answer of answers) {
      expect(answer.status).toBe(503)
      expect(await answer.text()).not.toContain('<form')
    }
    await open(impatient, fence)
  })
})

it('says that nothing was received when the hold ends first, and forwards nothing later', async () => {
  const fence = await close(impatient)
  const body = 'name=Ada'
  const page = await fetch(`${impatient.url}/contact`, { method: 'POST', body, headers: { accept: 'text/html' } })
  const problem = await fetch(`${impatient.url}/contact`, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  })

  expect([page.status, problem.status]).toEqual([503, 503])
  const html = await page.text()
  expect(html).toContain('has not been received')
  expect(html).toContain('data-reload="no"')
  expect(html).not.toContain('http-equiv="refresh"')
  expect(problem.headers.get('content-type')).toBe('application/problem+json')
  expect(await problem.json()).toMatchObject({ status: 503, detail: expect.stringContaining('has not been received') })

  await open(impatient, fence)
  await waitFor('the gate is open', async () => (await fetch(impatient.url)).status === 200)
  expect(origin.asked.filter(({ method }) => method === 'POST')).toEqual([])
})
