import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { ask } from './ask.ts'
import { type Origin, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    vars: { MEMO_MS: '100', MAINT_MEMO_MS: '50', AUTHORITY_TIMEOUT_MS: '10000' },
  })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

beforeEach(() => {
  origin.asked.length = 0
})

const serve = (headers: Record<string, string>) => {
  origin.answer = (_, response) => void response.writeHead(200, headers).end('answer')
}
const cacheUse = async (path: string) => (await ask(gate.url + path)).headers['x-edge-cache']
const uses = async (path: string) => [await cacheUse(path), await settle(), await cacheUse(path)].filter(Boolean)
/** What is kept in the background is there by then. */
const settle = () => new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 100))

describe('headers for caches like this one (8.6)', () => {
  const page = 'public, s-maxage=3600'
  it.each([
    ['cdn-cache-control', 'private'],
    ['cdn-cache-control', 'no-store'],
    ['cdn-cache-control', 'no-cache'],
    ['cdn-cache-control', 'max-age=0'],
    ['cloudflare-cdn-cache-control', 'private'],
    ['cloudflare-cdn-cache-control', 'no-store, max-age=60'],
    ['cloudflare-cdn-cache-control', 'no-cache'],
  ])('%s: %s forbids keeping what Cache-Control allows', async (name, value) => {
    serve({ 'cache-control': page, [name]: value })
    expect(await uses(`/${name}/${value}`)).toEqual(['bypass', 'bypass'])
  })

  it('allow what Cache-Control forbids to others, the nearest header first', async () => {
    serve({ 'cache-control': 'no-store', 'cdn-cache-control': 'max-age=60' })
    expect(await uses('/allowed')).toEqual(['miss', 'hit'])
    serve({ 'cache-control': page, 'cdn-cache-control': 'max-age=60', 'cloudflare-cdn-cache-control': 'no-store' })
    expect(await uses('/nearest')).toEqual(['bypass', 'bypass'])
  })

  it('go no further than this one', async () => {
    serve({ 'cache-control': page, 'cdn-cache-control': 'max-age=60', 'cloudflare-cdn-cache-control': 'max-age=60' })
    for (const use of ['miss', 'hit']) {
      const { headers } = await ask(`${gate.url}/further`)
      expect(headers['x-edge-cache']).toBe(use)
      expect(headers).not.toHaveProperty('cdn-cache-control')
      expect(headers).not.toHaveProperty('cloudflare-cdn-cache-control')
      await settle()
    }
  })
})

it('what a cache before this one has used up of an answer’s time is gone (8.6)', async () => {
  serve({ 'cache-control': 's-maxage=60', age: '60' })
  expect(await uses('/aged')).toEqual(['bypass', 'bypass'])
  serve({ 'cache-control': 's-maxage=60', age: '58' })
  expect(await uses('/aging')).toEqual(['miss', 'hit'])
  await waitFor('its time has ended', async () => (await cacheUse('/aging')) !== 'hit', 5_000)
})

describe('what Connection names (8.6)', () => {
  it('is not handed on to the origin', async () => {
    serve({})
    const headers = { connection: 'close, x-mine, cookie', 'x-mine': '1', cookie: 'a=b', 'x-other': '2' }
    await ask(`${gate.url}/hop`, { headers })
    expect(origin.asked[0]?.headers).toMatchObject({ 'x-other': '2' })
    expect(origin.asked[0]?.headers).not.toHaveProperty('x-mine')
    expect(origin.asked[0]?.headers).not.toHaveProperty('cookie')
  })

  it('is not handed on to visitors, from the cache neither', async () => {
    serve({ 'cache-control': 's-maxage=60', connection: 'keep-alive, x-hop', 'x-hop': '1', 'x-end': '2' })
    for (const use of ['miss', 'hit']) {
      const { headers } = await ask(`${gate.url}/hop-back`)
      expect(headers).toMatchObject({ 'x-edge-cache': use, 'x-end': '2' })
      expect(headers).not.toHaveProperty('x-hop')
      await settle()
    }
  })
})

describe('an unsafe request that succeeds (8.6)', () => {
  beforeEach(() => serve({ 'cache-control': 's-maxage=60' }))

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s makes what is kept of its own address invalid', async (method) => {
    const path = `/changed-${method}`
    expect(await uses(path)).toEqual(['miss', 'hit'])
    expect((await ask(gate.url + path, { method })).status).toBe(200)
    expect(await cacheUse(path)).toBe('miss')
  })

  it('makes what its answer points to invalid, on the same site', async () => {
    expect(await uses('/list')).toEqual(['miss', 'hit'])
    origin.answer = (_, response) => void response.writeHead(303, { location: '/list' }).end()
    await ask(`${gate.url}/add`, { method: 'POST' })
    serve({ 'cache-control': 's-maxage=60' })
    expect(await cacheUse('/list')).toBe('miss')
  })

  it('leaves everything when it fails', async () => {
    expect(await uses('/kept')).toEqual(['miss', 'hit'])
    origin.answer = (_, response) => void response.writeHead(422).end()
    await ask(`${gate.url}/kept`, { method: 'POST' })
    expect(await cacheUse('/kept')).toBe('hit')
  })
})
