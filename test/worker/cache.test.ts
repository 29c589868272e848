import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bans } from '../../worker/protocol.ts'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { ask } from './ask.ts'
import { type Origin, sendPage, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let origin: Origin
let gate: RunningGate
/** What the site shows; a promotion changes it. */
let version: string
let generation: number

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    vars: { MEMO_MS: '100', MAINT_MEMO_MS: '50', AUTHORITY_TIMEOUT_MS: '10000' },
  })
  await gate.control({ op: 'invalidate', bans: {}, generation: 1 })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

beforeEach(async () => {
  version = 'v1'
  generation = (await gate.state()).generation
  origin.answer = ({ url }, response) =>
    sendPage(response, `${version} ${url}`, {
      'x-generation': String(generation),
      'x-edge-tags': `Page:${url.slice(1)}, nav`,
    })
  origin.asked.length = 0
})

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(gate.url + path, { headers, redirect: 'manual' })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const cacheUse = async (path: string, headers?: Record<string, string>) =>
  (await get(path, headers)).headers.get('x-edge-cache')
const cached = (path: string) => waitFor(`"${path}" is cached`, async () => (await cacheUse(path)) === 'hit')
const askedFor = (path: string) => origin.asked.filter(({ url }) => url === path).length

const close = async (): Promise<number> => {
  const reply = await gate.control({ op: 'begin', promotion: 'p', leaseMs: 110_000 })
  if (!reply.ok) throw new Error(reply.error.message)
  await waitFor('the gate is closed', async () => (await get('/closed?')).status === 503)
  return reply.state.fence
}

const commit = async (fence: number, bans: Bans): Promise<void> => {
  generation += 1
  version = 'v2'
  await gate.control({ op: 'commit', fence, generation, bans })
  await gate.control({ op: 'open', fence })
  await waitFor('the gate is open', async () => (await get('/robots.txt')).headers.get('x-edge-gate') === 'live')
}

const promote = async (bans: Bans) => commit(await close(), bans)

describe('the cache', () => {
  it('answers what it holds without asking the origin', async () => {
    await get('/kept')
    await cached('/kept')
    const count = askedFor('/kept')
    const answer = await get('/kept')
    expect(answer).toMatchObject({ status: 200, text: 'v1 /kept' })
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(askedFor('/kept')).toBe(count)
  })

  it('never tells a browser or another cache to keep a page', async () => {
    const expected = 'public, max-age=0, must-revalidate'
    for (const use of ['miss', 'hit']) {
      const { headers } = use === 'miss' ? await get('/headers') : await cached('/headers').then(() => get('/headers'))
      expect(headers.get('x-edge-cache')).toBe(use)
      expect(headers.get('cache-control')).toBe(expected)
      for (const name of ['x-edge-tags', 'x-edge-epoch', 'x-edge-cache-control', 'age', 'expires']) {
        expect(headers.has(name), name).toBe(false)
      }
    }
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('keeps a page that came as %s readable for every client', async (encoding, compress) => {
    const text = 'a page that compresses well. '.repeat(500)
    origin.answer = (_, response) => {
      response.setHeader('content-encoding', encoding)
      sendPage(response, compress(text), { vary: 'accept-encoding' })
    }
    const path = `/${encoding}`
    expect((await get(path)).text).toBe(text)
    await cached(path)
    for (const accepted of ['gzip, deflate, br', 'gzip', 'identity']) {
      const answer = await get(path, { 'accept-encoding': accepted })
      expect(answer.headers.get('x-edge-cache')).toBe('hit')
      expect(answer.text).toBe(text)
    }
  })

  it('does not keep what it can’t unpack', async () => {
    origin.answer = (_, response) => sendPage(response, 'packed', { 'content-encoding': 'zstd' })
    for (let count = 0; count < 3; count++) {
      const { headers } = await ask(`${gate.url}/zstd`)
      expect(headers).toMatchObject({ 'x-edge-cache': 'bypass', 'content-encoding': 'zstd' })
    }
  })

  it('answers 304 to a browser that has the page already', async () => {
    origin.answer = (_, response) => sendPage(response, 'tagged', { etag: 'W/"abc"' })
    await cached('/tagged')
    expect(await get('/tagged', { 'if-none-match': '"abc"' })).toMatchObject({ status: 304, text: '' })
    expect(await get('/tagged', { 'if-none-match': '"abd"' })).toMatchObject({ status: 200, text: 'tagged' })
  })

  it('drops three pages of thirty when three are promoted', async () => {
    const paths = Array.from({ length: 30 }, (_, index) => `/p${index}`)
    for (const path of paths) await cached(path)
    await promote({ tags: ['page:p3'], paths: ['/p7/'], prefixes: ['/p9'] })
    origin.asked.length = 0
    const texts = await Promise.all(paths.map(async (path) => (await get(path)).text))
    expect(origin.asked.map(({ url }) => url).sort()).toEqual(['/p3', '/p7', '/p9'])
    for (const [index, path] of paths.entries()) {
      expect(texts[index]).toBe(`${[3, 7, 9].includes(index) ? 'v2' : 'v1'} ${path}`)
    }
  })

  it('drops everything when the whole site is promoted, and when more is banned than the memo carries', async () => {
    for (const bans of ['all', { tags: Array.from({ length: 300 }, (_, index) => `other:${index}`) }] as Bans[]) {
      version = 'v1'
      await cached('/whole')
      await promote(bans)
      expect((await get('/whole')).text).toBe('v2 /whole')
    }
  })

  it('drops what named no tags with every ban of a tag', async () => {
    origin.answer = (_, response) => sendPage(response, version)
    await cached('/untagged')
    await promote({ tags: ['anything'] })
    expect((await get('/untagged')).text).toBe('v2')
  })

  it('keeps everything when a promotion is aborted', async () => {
    await cached('/aborted')
    await gate.control({ op: 'abort', fence: await close() })
    await waitFor('the gate is open', async () => (await get('/aborted')).status === 200)
    expect(await cacheUse('/aborted')).toBe('hit')
  })

  it('drops entries without a window when they are invalidated', async () => {
    await cached('/invalidated')
    version = 'v2'
    await gate.control({ op: 'invalidate', bans: { tags: ['NAV'] } })
    await waitFor('the new page is seen', async () => (await get('/invalidated')).text.startsWith('v2'))
  })

  it('never serves a page that was on its way while the content changed', async () => {
    const held: (() => void)[] = []
    origin.answer = ({ url }, response) => {
      const text = `${version} ${url}`
      const headers = { 'x-edge-tags': `page:${url.slice(1)}` }
      if (url === '/slow' && version === 'v1') held.push(() => sendPage(response, text, headers))
      else sendPage(response, text, headers)
    }
    const slow = get('/slow')
    await waitFor('the origin was asked', () => held.length === 1)
    await promote({ tags: ['page:slow'] })

    // The old page arrives only now, long after the ban: it is asked for again.
    held[0]?.()
    expect((await slow).text).toBe('v2 /slow')
    for (let count = 0; count < 20; count++) expect((await get('/slow')).text).toBe('v2 /slow')
    await cached('/slow')
    expect((await get('/slow')).text).toBe('v2 /slow')
  })

  it('does not keep a page made from an older generation, as a server that is behind sends it', async () => {
    await promote('all')
    version = 'old'
    generation -= 1
    for (let count = 0; count < 5; count++) expect(await cacheUse('/behind')).toBe('bypass')
    version = 'new'
    generation += 1
    await cached('/behind')
    expect((await get('/behind')).text).toBe('new /behind')
  })

  it('keeps nothing of a site that was never promoted, where what is published is live at once', async () => {
    generation = 0
    expect([await cacheUse('/early'), await cacheUse('/early')]).toEqual(['bypass', 'bypass'])
  })

  it('fills again by itself when the edge was never told of a commit (8.2)', async () => {
    await promote('all')
    await cached('/lost')
    generation += 1
    version = 'v3'
    // A page that is cached shows it to nobody; one that isn't does.
    await get('/another')
    await waitFor('the new page is seen', async () => (await get('/lost')).text.startsWith('v3'))
    await cached('/lost')
    expect((await gate.state()).generation).toBe(generation)
  })
})

describe('an answer is not kept', () => {
  const page = 's-maxage=3600'
  const cases: [string, number, Record<string, string>][] = [
    ['that is not found', 404, { 'cache-control': page }],
    ['that failed', 500, { 'cache-control': page }],
    ['that redirects', 307, { 'cache-control': page, location: '/x' }],
    ['that sets a cookie', 200, { 'cache-control': page, 'set-cookie': 'a=b' }],
    ['that is private', 200, { 'cache-control': 'private, max-age=60' }],
    ['that says no-store', 200, { 'cache-control': 'public, no-store, max-age=60' }],
    ['that says no-cache', 200, { 'cache-control': 'public, no-cache, max-age=60' }],
    ['that says nothing', 200, {}],
    ['that does not say public', 200, { 'cache-control': 'max-age=60' }],
    ['that lasts no time', 200, { 'cache-control': 'public, max-age=0' }],
    ['that varies by cookie', 200, { 'cache-control': page, vary: 'Accept-Encoding, Cookie' }],
    ['that varies by all', 200, { 'cache-control': page, vary: '*' }],
    ['that is being renewed by Next.js', 200, { 'cache-control': page, 'x-nextjs-cache': 'STALE' }],
  ]

  it.each(cases)('%s', async (cause, status, headers) => {
    const path = `/${cause.replaceAll(/\W/g, '-')}`
    origin.answer = (_, response) => void response.writeHead(status, headers).end('answer')
    for (let count = 0; count < 5; count++) {
      const answer = await get(path)
      expect(answer.status).toBe(status)
      expect(answer.headers.get('x-edge-cache')).toBe('bypass')
      expect(answer.headers.get('cache-control') ?? '').not.toContain('s-maxage')
    }
    expect(askedFor(path)).toBe(5)
  })

  it('but it is, where it varies only by what Next.js names and requests with these bypass the cache', async () => {
    const vary = 'rsc, next-router-state-tree, next-router-prefetch, next-router-segment-prefetch, Accept-Encoding'
    origin.answer = (_, response) => sendPage(response, 'page', { vary })
    await cached('/next')
    expect((await get('/next')).headers.get('vary')).toBe(vary)
  })

  it('and stays as it is in a browser when it is immutable', async () => {
    const immutable = 'public, max-age=31536000, immutable'
    origin.answer = (_, response) => sendPage(response, 'file', { 'cache-control': immutable })
    await cached('/api/media/file/a.png?v=abc')
    expect((await get('/api/media/file/a.png?v=abc')).headers.get('cache-control')).toBe(immutable)
  })
})

describe('a request neither reads nor fills the cache', () => {
  const cases: [string, Record<string, string>][] = [
    ['with a Payload token', { cookie: 'a=b; payload-token=x' }],
    ['with Authorization', { authorization: 'users API-Key x' }],
    ['with a preview cookie', { cookie: '__promote_preview=x' }],
    ['in draft mode', { cookie: '__prerender_bypass=x' }],
    ['for flight data', { rsc: '1' }],
    ['for a prefetch', { 'next-router-prefetch': '1' }],
    ['for a range', { range: 'bytes=0-1' }],
  ]

  it.each(cases)('%s', async (cause, headers) => {
    const path = `/${cause.replaceAll(/\W/g, '-')}`
    for (let count = 0; count < 3; count++) expect(await cacheUse(path, headers)).toBe('bypass')
    expect(await cacheUse(path)).toBe('miss')
    await cached(path)
    expect(await cacheUse(path, headers)).toBe('bypass')
  })

  it('and what is somebody’s own is marked so, whatever the origin says', async () => {
    const own: Record<string, string>[] = [
      { cookie: 'payload-token=x' },
      { authorization: 'JWT x' },
      { cookie: '__promote_preview=x' },
    ]
    for (const headers of own) {
      expect((await get('/own', headers)).headers.get('cache-control')).toBe('private, no-store')
    }
  })

  it('unless its cookies are none of ours', async () => {
    await cached('/consent')
    expect(await cacheUse('/consent', { cookie: 'consent=yes; not-payload-token=1' })).toBe('hit')
  })

  it('nor does one with another method', async () => {
    await cached('/method')
    for (const method of ['HEAD', 'POST', 'OPTIONS']) {
      const response = await fetch(`${gate.url}/method`, { method })
      expect(response.headers.get('x-edge-cache'), method).toBe('bypass')
    }
  })
})
