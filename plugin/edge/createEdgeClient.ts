import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import {
  type ControlReply,
  type ControlRequest,
  EDGE_PREFIX,
  type GateState,
  REPLY_SIGNATURE_HEADER,
} from '../../worker/protocol.ts'
import { PromoteError } from '../errors.ts'
import type { PromoteModel } from '../model.ts'

/** One call may take this long, in milliseconds: the gate is closed meanwhile. */
const callTimeoutMs = 5000
/** Waits between tries, in milliseconds; the last one is repeated. A repeated call carries the same id and has no second effect. */
const retryAfterMs = [100, 400, 1500]
/** How long a call is tried again unless it says otherwise, in milliseconds: as long as the waits together. */
const retryForMs = 2000

/** `forMs`: for how long the call is tried again while it fails, in milliseconds; at least once. */
export type EdgeClient = { call: (request: ControlRequest, options?: { forMs?: number }) => Promise<GateState> }

/**
 * Talks to the Worker's control endpoint.
 * @throws {PromoteError} EDGE_UNREACHABLE after the last try; EDGE_REFUSED when the gate says no
 */
export const createEdgeClient = (edge: NonNullable<PromoteModel['edge']>): EdgeClient => {
  const webhook = new Webhook(edge.key)
  const secret = Buffer.from(edge.key.replace(/^whsec_/, ''), 'base64')
  const url = new URL(`${EDGE_PREFIX}/control`, edge.url)

  const attempt = async (id: string, body: string): Promise<ControlReply> => {
    const now = new Date()
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': webhook.sign(id, now, body),
      },
      signal: AbortSignal.timeout(callTimeoutMs),
    })
    const text = await response.text()
    if (!isSigned(secret, id, text, response.headers.get(REPLY_SIGNATURE_HEADER)))
      throw new Error(
        response.status === 401
          ? "it refuses the key (edge.key and the Worker's EDGE_KEYS differ)"
          : `the answer (status ${response.status}) is not signed with edge.key`,
      )
    return JSON.parse(text) as ControlReply
  }

  return {
    call: async (request, { forMs = retryForMs } = {}) => {
      const id = `msg_${randomUUID()}`
      const body = JSON.stringify(request)
      let cause: unknown
      const giveUpAt = performance.now() + Math.max(forMs, retryForMs)
      for (let tries = 0; tries < 2 || performance.now() < giveUpAt; tries++) {
        if (tries > 0) await sleep(retryAfterMs[Math.min(tries, retryAfterMs.length) - 1])
        try {
          const reply = await attempt(id, body)
          if (reply.ok) return reply.state
          throw new PromoteError(
            'EDGE_REFUSED',
            `The gate at ${url.origin} refused "${request.op}": ${reply.error.message}`,
            refusedHint(reply.error.code),
            { details: reply.error },
          )
        } catch (error) {
          if (error instanceof PromoteError) throw error
          cause = error
        }
      }
      throw new PromoteError(
        'EDGE_UNREACHABLE',
        `The gate at ${url.origin} could not be reached for "${request.op}": ${(cause as Error).message}.`,
        "Check edge.url, edge.key and the Worker; or set edge.whenUnreachable to 'continue' to promote without a gate.",
        { cause },
      )
    },
  }
}

const refusedHint = (code: string): string =>
  code === 'BUSY'
    ? 'Another promotion holds the gate. Wait until it has finished or its lease has run out.'
    : code === 'CLOCK_SKEW'
      ? 'Set the clock of this server by NTP; the key is right.'
      : 'The gate has moved on, most likely because its lease ran out. Promote again.'

const isSigned = (secret: Buffer, id: string, body: string, signature: string | null): boolean => {
  if (!signature) return false
  const expected = Buffer.from(`v1,${createHmac('sha256', secret).update(`${id}.${body}`).digest('base64')}`)
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
