import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { ask } from './ask.ts'
import { type Origin, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const HTML = { 'content-type': 'text/html; charset=utf-8' }

let origin: Origin
let gate: RunningGate
/** What the site's database holds. */
let version: string
let generation = 0
/** Answers that the origin has begun and that the test ends. */
let begun: { url: string; response: ServerResponse; from: string }[]

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    isolates: 2,
    vars: { MEMO_MS: '1000', MAINT_MEMO_MS: '50', AUTHORITY_TIMEOUT_MS: '10000' },
  })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

beforeEach(() => {
  version = 'old'
  begun = []
  // Whatever begins with "/slow" reads the database at its beginning and at its end.
  origin.answer = ({ url, method }, response) => {
    const isHeld = url.startsWith('/slow') && begun.length === 0
    if (isHeld) begun.push({ url, response, from: version })
    else response.writeHead(200, HTML).end(method === 'HEAD' ? undefined : `${version}+${version}`)
  }
  origin.asked.length = 0
})

const end = ({ response, from }: (typeof begun)[number]) => response.writeHead(200, HTML).end(`${from}+${version}`)
const isOpen = async (url: string) =>
  (await ask(`${url}/quick`, { headers: { connection: 'close' } })).headers['x-edge-gate'] === 'live'
const allOpen = () =>
  waitFor('every isolate is open', async () => (await Promise.all(gate.urls.map(isOpen))).every(Boolean))

/** On a connection of its own: one that was broken off closes the others' idle ones in the client's pool. */
const getStatus = async (url: string) => (await ask(url, { headers: { connection: 'close' } })).status

const close = async (): Promise<number> => {
  const reply = await gate.control({ op: 'begin', promotion: 'p', leaseMs: 60_000 })
  if (!reply.ok) throw new Error(reply.error.message)
  await new Promise((resolve) => setTimeout(resolve, reply.state.closesInMs))
  for (const url of gate.urls) expect(await getStatus(`${url}/quick`)).toBe(503)
  return reply.state.fence
}

const open = async (fence: number): Promise<void> => {
  version = 'new'
  generation += 1
  await gate.control({ op: 'commit', fence, generation, bans: 'all' })
  await gate.control({ op: 'open', fence })
  await allOpen()
}

describe('an answer that the origin makes while the content changes (8.4)', () => {
  const kinds: [string, RequestInit][] = [
    ['that nobody may cache', {}],
    ['of somebody’s own', { headers: { cookie: 'payload-token=x' } }],
    ['to flight data', { headers: { rsc: '1' } }],
    ['of a range', { headers: { range: 'bytes=0-100' } }],
  ]
  it.each(kinds)('%s is asked for again', async (_, init) => {
    await allOpen()
    const asked = fetch(`${gate.url}/slow`, init).then((response) => response.text())
    await waitFor('the origin has begun', () => begun.length === 1)
    await open(await close())
    end(begun[0]!)
    expect(await asked).toBe('new+new')
  })

  it('is kept out while the gate is closed', async () => {
    await allOpen()
    const asked = fetch(`${gate.url}/slow`, { headers: { accept: 'text/html' } })
    await waitFor('the origin has begun', () => begun.length === 1)
    const fence = await close()
    version = 'new'
    end(begun[0]!)
    const answer = await asked
    expect(answer.status).toBe(503)
    expect(answer.headers.get('retry-after')).not.toBeNull()
    await open(fence)
  })

  it('is handed on when it says what a post has done: sent again, it would be done twice', async () => {
    await allOpen()
    const asked = fetch(`${gate.url}/slow`, { method: 'POST', body: 'order' })
    await waitFor('the origin has begun', () => begun.length === 1)
    const fence = await close()
    end(begun[0]!)
    expect((await asked).status).toBe(200)
    expect(origin.asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
    await open(fence)
  })

  it('is asked for again when it is sent while it is made', async () => {
    await allOpen()
    const asked = fetch(`${gate.url}/slow`)
    await waitFor('the origin has begun', () => begun.length === 1)
    begun[0]?.response.writeHead(200, HTML).write('old+')
    await open(await close())
    begun[0]?.response.end('new')
    expect(await (await asked).text()).toBe('new+new')
  })

  it('is asked for again when it broke off', async () => {
    await allOpen()
    const asked = fetch(`${gate.url}/slow`)
    await waitFor('the origin has begun', () => begun.length === 1)
    begun[0]?.response.writeHead(200, HTML).write('old+')
    setTimeout(() => begun[0]?.response.destroy(), 50)
    expect(await (await asked).text()).toBe('old+old')
  })

  it('is a failure when it breaks off each time', async () => {
    await allOpen()
    origin.answer = (_, response) => {
      response.writeHead(200, HTML).write('old+')
      setTimeout(() => response.destroy(), 20)
    }
    expect((await fetch(`${gate.url}/broken`)).status).toBe(502)
  })

  it('is kept out when the gate closes before its end', async () => {
    await allOpen()
    const reply = await gate.control({ op: 'begin', promotion: 'p', leaseMs: 60_000 })
    if (!reply.ok) throw new Error(reply.error.message)
    // The first isolate has heard of it by its own call.
    const asked = fetch(`${gate.url}/slow`)
    await waitFor('the origin has begun', () => begun.length === 1)
    begun[0]?.response.writeHead(200, HTML).write('old+')
    await waitFor('the gate is closed', async () => (await getStatus(`${gate.url}/quick`)) === 503)
    begun[0]?.response.end('new')
    expect((await asked).status).toBe(503)
    await open(reply.state.fence)
  })

  it('is left alone when it is a file, which is the same before and after', async () => {
    await allOpen()
    origin.answer = ({ url }, response) => {
      if (!url.startsWith('/slow')) return void response.writeHead(200, HTML).end('page')
      response.writeHead(200, { 'content-type': 'video/mp4' }).write('first+')
      begun.push({ url, response, from: version })
    }
    const answer = await fetch(`${gate.url}/slow.mp4`)
    const text = answer.text()
    await open(await close())
    begun[0]?.response.end('last')
    expect(await text).toBe('first+last')
  })

  it('shows neither old pages after the opening nor two states at once, over six promotions under load', async () => {
    await allOpen()
    let round = 0
    origin.answer = async ({ url, method }, response) => {
      const from = version
      const ms = Number(new URL(url, 'http://site').searchParams.get('ms') ?? 0)
      const isStream = url.startsWith('/stream')
      const headers = url.startsWith('/shared') ? { ...HTML, 'cache-control': 's-maxage=60' } : HTML
      if (isStream) response.writeHead(200, headers).write(`${from}+`)
      await new Promise((resolve) => setTimeout(resolve, ms))
      if (isStream) response.end(version)
      else response.writeHead(200, headers).end(method === 'HEAD' ? undefined : `${from}+${version}`)
    }
    const seen: { sentAt: number; receivedAt: number; text: string }[] = []
    let isOver = false
    const visitors = Array.from({ length: 24 }, async (_, index) => {
      const url = gate.urls[index % gate.urls.length] ?? ''
      const path = ['/page', '/stream', '/shared'][index % 3]
      while (!isOver) {
        const sentAt = Date.now()
        const ms = Math.floor(Math.random() * 500)
        const text = await fetch(`${url}${path}?ms=${ms}&n=${index}.${Math.random() < 0.5 ? 1 : sentAt}`).then(
          async (response) => (response.status === 200 ? await response.text() : ''),
          () => '',
        )
        seen.push({ sentAt, receivedAt: Date.now(), text: await text })
      }
    })
    const failed = (error: unknown) => error
    const windows: { openedAt: number; version: string }[] = []
    for (round = 1; round <= 6; round++) {
      const fence = await close()
      version = `v${round}`
      generation += 1
      await gate.control({ op: 'commit', fence, generation, bans: 'all' })
      await gate.control({ op: 'open', fence })
      windows.push({ openedAt: Date.now(), version })
      await waitFor('it is open', async () => (await Promise.all(gate.urls.map(isOpen))).every(Boolean))
    }
    isOver = true
    await Promise.allSettled(visitors.map((visitor) => visitor.catch(failed)))

    const whole = seen.filter(({ text }) => text !== '')
    const torn = whole.filter(({ text }) => new Set(text.split('+')).size > 1)
    const old = whole.filter(({ sentAt, text }) => {
      const last = windows.filter(({ openedAt }) => openedAt <= sentAt).at(-1)
      return (
        last &&
        !text.startsWith(last.version) &&
        !windows.some((w) => w.openedAt > sentAt && text.startsWith(w.version))
      )
    })
    expect(whole.length).toBeGreaterThan(100)
    expect(torn).toEqual([])
    expect(old).toEqual([])
  })
})
