import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ControlReply, ControlRequest } from '../../worker/protocol.ts'
import { waitFor } from '../helpers/waitFor.ts'
import { createKey, type RunningGate, signControl, startGate } from '../helpers/worker.ts'
import { type Origin, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const OLD_KEY = createKey()
const KEY = createKey()
const MEMO_MS = 50

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    key: KEY,
    isQuiet: true,
    vars: { EDGE_KEYS: `${OLD_KEY}, not-a-key ${KEY}`, MEMO_MS: String(MEMO_MS), MAX_LEASE_MS: '60000' },
  })
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

beforeEach(async () => {
  const { phase, fence } = await gate.state()
  if (phase === 'committed') await gate.control({ op: 'open', fence })
  else if (phase !== 'live') await gate.control({ op: 'abort', fence })
})

const begin = (promotion = 'p1'): ControlRequest => ({ op: 'begin', promotion, leaseMs: 60_000 })

const send = (body: string, headers: Record<string, string>): Promise<Response> =>
  fetch(`${gate.url}/__edge/control`, { method: 'POST', headers, body })

/** Begins and waits until the gate is closed; gives the fence. */
const close = async (): Promise<number> => {
  const reply = await gate.control(begin())
  expect(reply.ok).toBe(true)
  const { fence } = await waitFor('the gate is closed', async () => {
    const state = await gate.state()
    return state.phase === 'closed' && state
  })
  return fence
}

describe('a control call', () => {
  it('takes a promotion from begin to open', async () => {
    const before = await gate.state()
    const fence = await close()
    expect(fence).toBe(before.fence + 1)
    expect(await gate.control({ op: 'renew', fence, leaseMs: 60_000 })).toMatchObject({ ok: true })
    const bans = { tags: ['pages:1'] }
    expect(await gate.control({ op: 'commit', fence, generation: 5, bans })).toMatchObject({
      ok: true,
      state: { phase: 'committed', epoch: before.epoch + 1, generation: 5 },
    })
    expect(await gate.control({ op: 'open', fence })).toMatchObject({ ok: true, state: { phase: 'live' } })
    expect(await gate.state()).toEqual({ phase: 'live', epoch: before.epoch + 1, generation: 5, fence })
  })

  it('answers with a signature over id and body, made with the key of the call', async () => {
    for (const key of [OLD_KEY, KEY]) {
      const body = JSON.stringify({ op: 'state' })
      const id = randomUUID()
      const response = await send(body, signControl(key, body, { id }))
      const text = await response.text()
      const bytes = Buffer.from(key.replace('whsec_', ''), 'base64')
      const expected = createHmac('sha256', bytes).update(`${id}.${text}`).digest('base64')
      expect(response.status).toBe(200)
      expect(response.headers.get('x-edge-signature')).toBe(`v1,${expected}`)
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('is refused with one and the same 401, whatever is wrong with the signature', async () => {
    const body = JSON.stringify(begin())
    const good = signControl(KEY, body)
    const minutes = (count: number) => new Date(Date.now() + count * 60_000)
    const attempts: [string, string, Record<string, string>][] = [
      ['altered body', body.replace('p1', 'p2'), good],
      ['altered id', body, { ...good, 'webhook-id': randomUUID() }],
      ['altered time', body, { ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) - 1) }],
      ['wrong key', body, signControl(createKey(), body)],
      ['too old, by a wrong key', body, signControl(createKey(), body, { at: minutes(-1.1) })],
      ['other version', body, { ...good, 'webhook-signature': good['webhook-signature'].replace('v1,', 'v2,') }],
      ['empty signature', body, { ...good, 'webhook-signature': 'v1,' }],
      ['no headers', body, {}],
    ]
    const before = await gate.state()
    const answers = await Promise.all(
      attempts.map(async ([cause, text, headers]) => {
        const response = await send(text, headers)
        return {
          cause,
          status: response.status,
          signature: response.headers.get('x-edge-signature'),
          text: await response.text(),
        }
      }),
    )
    for (const { cause, ...answer } of answers) {
      expect(answer, cause).toEqual({ status: 401, signature: null, text: answers[0]?.text })
    }
    expect(await gate.state()).toEqual(before)
  })

  it('is told how far its clock is off, if its key is right, and has no effect (8.8)', async () => {
    const body = JSON.stringify(begin())
    const before = await gate.state()
    for (const [minutes, words] of [
      [-2, '120 seconds behind'],
      [2, '120 seconds ahead of'],
    ] as const) {
      const at = new Date(Math.floor(Date.now() / 1000) * 1000 + minutes * 60_000)
      const response = await send(body, signControl(KEY, body, { at }))
      expect(response.status).toBe(401)
      expect(response.headers.get('x-edge-signature')).toMatch(/^v1,/)
      const { error } = (await response.json()) as { error: { code: string; message: string } }
      expect(error.code).toBe('CLOCK_SKEW')
      expect(error.message.replace(/1(19|21) /, '120 ')).toContain(words)
    }
    expect(await gate.state()).toEqual(before)
  })

  it('is accepted if one of several signatures fits, as while keys are rotated', async () => {
    const body = JSON.stringify({ op: 'state' })
    const id = randomUUID()
    const fits = signControl(KEY, body, { id })
    const other = signControl(createKey(), body, { id })
    const signatures = `${other['webhook-signature']} ${fits['webhook-signature']}`
    expect((await send(body, { ...fits, 'webhook-signature': signatures })).status).toBe(200)
  })

  it('has one effect, however often it is sent', async () => {
    const fence = await close()
    const body = JSON.stringify({ op: 'commit', fence, generation: 9, bans: 'all' })
    const headers = signControl(KEY, body)
    const first = (await (await send(body, headers)).json()) as ControlReply
    expect(first).toMatchObject({ ok: true, state: { phase: 'committed' } })
    await gate.control({ op: 'open', fence })

    const epoch = (await gate.state()).epoch
    const replays = await Promise.all(Array.from({ length: 5 }, () => send(body, headers)))
    for (const replay of replays) {
      const reply = (await replay.json()) as ControlReply
      expect(replay.status).toBe(200)
      expect(reply).toMatchObject({ ok: true, state: { phase: 'committed', epoch: first.ok && first.state.epoch } })
    }
    expect(await gate.state()).toMatchObject({ phase: 'live', epoch })
  })

  it('stays refused when repeated, even if it could be carried out by then', async () => {
    await close()
    const id = randomUUID()
    expect(await gate.control(begin('p2'), id)).toMatchObject({ ok: false, error: { code: 'BUSY' } })
    await gate.control({ op: 'abort', fence: (await gate.state()).fence })
    expect(await gate.control(begin('p2'), id)).toMatchObject({ ok: false, error: { code: 'BUSY' } })
    expect((await gate.state()).phase).toBe('live')
  })

  it('gets its durations counted down when repeated', async () => {
    const id = randomUUID()
    const first = await gate.control(begin(), id)
    const firstLeft = first.ok ? (first.state.leaseLeftMs ?? 0) : 0
    const left = await waitFor('less is left', async () => {
      const again = await gate.control(begin(), id)
      const left = again.ok ? again.state.leaseLeftMs : undefined
      return left !== undefined && left < firstLeft && left
    })
    expect(left).toBeGreaterThan(0)
  })

  it('is refused when its id was used for another body', async () => {
    const id = randomUUID()
    await gate.control({ op: 'invalidate', bans: 'all' }, id)
    expect(await gate.control({ op: 'invalidate', bans: { tags: ['a'] } }, id)).toMatchObject({
      ok: false,
      error: { code: 'BAD_REQUEST' },
    })
  })

  it('is refused with 409 under a stale fence, and tells the state', async () => {
    const stale = await close()
    await gate.control({ op: 'abort', fence: stale })
    const fence = await close()
    const body = JSON.stringify({ op: 'commit', fence: stale, generation: 10, bans: 'all' })
    const response = await send(body, signControl(KEY, body))
    expect(response.status).toBe(409)
    expect(response.headers.has('x-edge-signature')).toBe(true)
    expect(await response.json()).toMatchObject({
      ok: false,
      error: { code: 'STALE_FENCE', state: { phase: 'closed', fence } },
    })
  })

  it('is refused with 400 when it makes no sense, naming what is wrong', async () => {
    const attempts: [string, string][] = [
      ['{', 'JSON'],
      ['[]', 'object'],
      ['{"op":"close"}', 'op'],
      ['{"op":"open"}', 'fence'],
      ['{"op":"begin","promotion":"p1"}', 'leaseMs'],
      ['{"op":"begin","promotion":"","leaseMs":1}', 'promotion'],
      [`{"op":"begin","promotion":"p1","leaseMs":${MEMO_MS}}`, 'lease'],
      ['{"op":"invalidate","bans":{"tags":["a,b"]}}', 'tags'],
      ['{"op":"invalidate","bans":{"paths":["about"]}}', 'paths'],
      ['{"op":"invalidate"}', 'bans'],
    ]
    for (const [body, word] of attempts) {
      const response = await send(body, signControl(KEY, body))
      expect(response.status, body).toBe(400)
      expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(word) } })
    }
  })

  it('is refused with 413 when it is larger than 64 KB', async () => {
    const body = JSON.stringify({ op: 'invalidate', bans: { tags: Array(8_000).fill('0123456789') } })
    const response = await send(body, signControl(KEY, body))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: { code: 'TOO_LARGE' } })
  })

  it('never reaches the origin, nor does anything else below its prefix', async () => {
    const paths = ['/__edge/control', '/__edge/nothing', '/__edge/status/x']
    for (const path of paths) expect((await fetch(gate.url + path)).status, path).toBe(404)
    expect(origin.asked.map(({ url }) => url)).toEqual([])
  })
})
