/**
 * In charge of answers that show one state of the content: what the origin began before a promotion and ended after it
 * may show both. It is asked again, or kept out; never handed on.
 */

import { getGeneration } from './cache/entry.ts'
import { type HeldBody, holdBody } from './cache/wholeBody.ts'
import type { Belief } from './memo.ts'
import { fetchOrigin, type OriginOptions } from './origin.ts'
import type { Visit } from './visit.ts'

/** The site's answer, and what was believed when it was asked: its content is of that epoch. */
export type SiteAnswer = { response: Response; belief: Belief }

const MAX_TRIES = 3

/** Made by the server from content, maybe while it is read. A file is the same before and after. */
const COMPOSED = /^(text\/(?!event-stream|css|javascript)|application\/(.*\+)?(json|xml)\b)/i

/** Undefined if the gate is closed by the time that the site has answered. */
export const askSite = async (
  visit: Visit,
  before: Belief,
  options: OriginOptions,
): Promise<SiteAnswer | undefined> => {
  const { request, source, memo } = visit
  let belief = before
  for (let tries = 1; tries <= MAX_TRIES; tries++) {
    const response = await fetchOrigin(request, source.settings, options)
    const generation = getGeneration(response)
    if (generation !== undefined) memo.notice(generation, source)
    // What it did is done, and only this answer says so.
    if (request.method !== 'GET' && request.method !== 'HEAD') return { response, belief }
    const answer = await getUntorn(visit, belief, response, tries === MAX_TRIES)
    if (answer) return { response: answer, belief }
    belief = await memo.learn(source)
    if (belief.isClosed) return undefined
  }
  return undefined
}

/** The answer, unless the content may have changed since it was asked for, or it broke off. Throws if it did so at the last try. */
const getUntorn = async (
  visit: Visit,
  belief: Belief,
  response: Response,
  isLast: boolean,
): Promise<Response | undefined> => {
  const { streamPages } = visit.source.settings
  if (await hasMoved(visit, belief)) {
    await response.body?.cancel()
    return undefined
  }
  if (!isComposedWhileSent(response)) return response
  const isClosing = belief.reading?.phase === 'arming' || belief.reading?.standbyLeftMs !== undefined
  if (streamPages && !isClosing && response.body) return cutWhenMoved(response, [], response.body, visit, belief)

  let held: HeldBody
  try {
    held = await holdBody(response)
  } catch (error) {
    if (isLast) throw error
    return undefined
  }
  if (!held.whole) return cutWhenMoved(response, held.start, held.rest, visit, belief)
  return (await hasMoved(visit, belief)) ? undefined : new Response(held.whole, response)
}

/** Streams the body, and breaks it off when the content changes before its end: half a page rather than two halves. */
const cutWhenMoved = (
  response: Response,
  start: Uint8Array[],
  rest: ReadableStream,
  visit: Visit,
  belief: Belief,
): Response => {
  const { readable, writable } = new IdentityTransformStream()
  const { maintMemoMs } = visit.source.settings
  const cut = new AbortController()
  let timer: ReturnType<typeof setTimeout> | null = null
  const watch = () => {
    // Nothing can happen before that which this isolate doesn't know of.
    const { validForMs } = visit.memo.look(visit.source.settings)
    timer = setTimeout(check, Math.max(validForMs, maintMemoMs))
  }
  const check = async () => {
    if (await hasMoved(visit, belief)) cut.abort(new Error('The content changed before the answer came to its end'))
    else watch()
  }
  const send = async () => {
    const writer = writable.getWriter()
    for (const chunk of start) await writer.write(chunk)
    writer.releaseLock()
    await rest.pipeTo(writable, { signal: cut.signal, preventClose: true })
    if (await hasMoved(visit, belief)) await writable.abort(new Error('The content changed at the answer’s end'))
    else await writable.close()
  }
  watch()
  // The visitor left or the origin broke off: there is nobody to tell.
  void send()
    .catch(() => {})
    .finally(() => timer !== null && clearTimeout(timer))
  return new Response(readable, response)
}

/** An answer that knows its length was finished before it was sent. */
const isComposedWhileSent = ({ body, headers }: Response): boolean =>
  body !== null && !headers.has('content-length') && COMPOSED.test(headers.get('content-type') ?? '')

const hasMoved = async ({ memo, source }: Visit, before: Belief): Promise<boolean> => {
  const now = await memo.learn(source)
  return now.isClosed || now.reading?.epoch !== before.reading?.epoch
}
