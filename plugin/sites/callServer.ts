import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'
import { isSignedByUs, signatureHeaders } from './siteSignature.ts'

/** Under Payload's API route. The Worker lets `/api/promote/*` through while the gate is closed. */
export const siteCallPath = '/promote/site/refresh'

/**
 * What one server of the site asks of another: to forget what it cached, to run the site's `onPromoted` for a promotion,
 * or only to show that it is one.
 */
export type SiteCall = { op: 'forget' } | { op: 'onPromoted'; promotion: string } | { op: 'ping' }

/** Waits between tries, in milliseconds. The gate may be closed meanwhile. */
const retryAfterMs = [50, 150, 400]

/**
 * Calls one server of the site and waits for its signed reply.
 * @throws {Error} Saying why, after the last try or after `timeoutMs`, whichever comes first
 */
export const callServer = async (
  payload: Payload,
  server: string,
  call: SiteCall,
  timeoutMs: number,
): Promise<void> => {
  const deadline = performance.now() + timeoutMs
  let failure: unknown
  for (const waitMs of [0, ...retryAfterMs]) {
    const leftMs = deadline - performance.now() - waitMs
    if (leftMs <= 0) break
    await sleep(waitMs)
    try {
      return await attempt(payload, server, call, leftMs)
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

const attempt = async (payload: Payload, server: string, call: SiteCall, timeoutMs: number): Promise<void> => {
  const id = `msg_${randomUUID()}`
  const body = JSON.stringify(call)
  const response = await fetch(`${server.replace(/\/$/, '')}${payload.config.routes.api}${siteCallPath}`, {
    method: 'POST',
    body,
    headers: signatureHeaders(payload, 'call', { id, body }),
    // Next keeps answers of `fetch` where it is not told otherwise; a redirect leads to who knows whom.
    cache: 'no-store',
    redirect: 'error',
    signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
  }).catch((error: Error) => {
    throw new Error(error.name === 'TimeoutError' ? 'it did not answer in time' : reasonOf(error))
  })
  const text = await response.text()
  const isOurs = isSignedByUs(payload, 'reply', text, response.headers) && response.headers.get('webhook-id') === id
  if (!isOurs) throw new Error(`its answer (status ${response.status}) is not signed with this site's secret`)
  const { error } = JSON.parse(text) as { error?: string }
  if (error) throw new Error(error)
}

/** `fetch failed` says nothing; its cause does, e.g. `connect ECONNREFUSED 127.0.0.1:3000`. */
const reasonOf = ({ message, cause }: Error): string =>
  cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || message : message
