import path from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { type Origin, sendPage, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    worker: path.join(import.meta.dirname, 'fixtures/countingWorker.ts'),
    vars: { AUTHORITY_TIMEOUT_MS: '10000' },
  })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

const cacheUse = async (path: string) => (await fetch(gate.url + path)).headers.get('x-edge-cache')

it('asks the cache once only for what is never stored, and stores it when that changes (8.11)', async () => {
  origin.answer = (_, response) => void response.writeHead(200, { 'cache-control': 'private, no-store' }).end('mine')
  for (let count = 0; count < 5; count++) expect(await cacheUse('/mine')).toBe('bypass')
  expect(await (await fetch(`${gate.url}/found`)).json()).toEqual(['/mine'])

  origin.answer = (_, response) => sendPage(response, 'everybody’s')
  await waitFor('it is cached', async () => (await cacheUse('/mine')) === 'hit')
})
