import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { type Origin, sendPage, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const PAGE = 'a whole page. '.repeat(4_000)
const CUT_BYTES = 20_000
const SHARED = { 'content-type': 'text/html', 'cache-control': 's-maxage=3600' }

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    isQuiet: true,
    vars: { MEMO_MS: '100', MAINT_MEMO_MS: '50', AUTHORITY_TIMEOUT_MS: '10000' },
  })
  await waitFor('the gate is known', async () => (await fetch(gate.url)).headers.get('x-edge-gate') === 'live')
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

beforeEach(() => {
  origin.answer = (_, response) => sendPage(response, PAGE)
  origin.asked.length = 0
})

const read = (path: string) =>
  fetch(gate.url + path).then(
    async (response) => ({ use: response.headers.get('x-edge-cache'), text: await response.text() }),
    () => undefined,
  )

/** The lengths of what visitors get once the origin is well again. */
const readAfterCut = async (path: string): Promise<(number | undefined)[]> => {
  await read(path).catch(() => undefined)
  // A wrong entry is there by now.
  await new Promise((resolve) => setTimeout(resolve, 100))
  origin.answer = (_, response) => sendPage(response, PAGE)
  const lengths: (number | undefined)[] = []
  for (let count = 0; count < 3; count++) lengths.push((await read(path))?.text.length)
  return lengths
}

describe('an answer that was cut on its way is not kept (8.3)', () => {
  it('when it had said its length', async () => {
    origin.answer = (_, response) => {
      response.writeHead(200, { ...SHARED, 'content-length': PAGE.length })
      response.write(PAGE.slice(0, CUT_BYTES), () => response.destroy())
    }
    expect(await readAfterCut('/with-length')).toEqual([PAGE.length, PAGE.length, PAGE.length])
  })

  it('when it came in chunks', async () => {
    origin.answer = (_, response) => {
      response.writeHead(200, SHARED)
      response.write(PAGE.slice(0, CUT_BYTES), () => response.destroy())
    }
    expect(await readAfterCut('/in-chunks')).toEqual([PAGE.length, PAGE.length, PAGE.length])
  })

  it('when it was compressed', async () => {
    const packed = gzipSync(Buffer.from(Array.from({ length: 60_000 }, () => Math.floor(Math.random() * 90) + 32)))
    origin.answer = (_, response) => {
      response.writeHead(200, { ...SHARED, 'content-encoding': 'gzip', 'content-length': packed.length })
      response.write(packed.subarray(0, CUT_BYTES), () => response.destroy())
    }
    expect(await readAfterCut('/compressed')).toEqual([PAGE.length, PAGE.length, PAGE.length])
  })

  it('nor is one that is larger than an isolate may hold, cut or not', async () => {
    const large = 'x'.repeat(8 * 1024 * 1024)
    origin.answer = (_, response) => sendPage(response, large)
    for (let count = 0; count < 3; count++) {
      const answer = await read('/large')
      expect(answer?.use).not.toBe('hit')
      expect(answer?.text.length).toBe(large.length)
    }
  })

  it('when the visitor gave up meanwhile', async () => {
    origin.answer = async (_, response) => {
      response.writeHead(200, { ...SHARED, 'content-length': PAGE.length })
      response.write(PAGE.slice(0, CUT_BYTES))
      await new Promise((resolve) => setTimeout(resolve, 200))
      response.destroy()
    }
    const visitor = new AbortController()
    const answer = await fetch(`${gate.url}/given-up`, { signal: visitor.signal })
    visitor.abort()
    await answer.text().catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 400))
    origin.answer = (_, response) => sendPage(response, PAGE)
    for (let count = 0; count < 3; count++) expect((await read('/given-up'))?.text.length).toBe(PAGE.length)
  })
})
