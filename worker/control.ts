import type { Authority } from './authority.ts'
import { parseControlRequest } from './parseControlRequest.ts'
import type { ControlError, ControlReply, ControlRequest } from './protocol.ts'
import { REPLY_SIGNATURE_HEADER } from './protocol.ts'
import type { Settings } from './settings.ts'
import { signReply, verifyCall } from './signature.ts'

const MAX_BODY_BYTES = 64 * 1024

const STATUS: Record<ControlError['code'], number> = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  CLOCK_SKEW: 401,
  BUSY: 409,
  STALE_FENCE: 409,
  WRONG_PHASE: 409,
  TOO_LARGE: 413,
}

/** Answers a control call. Replies to calls that were verified are signed; the others say nothing of the gate. */
export const answerControl = async (request: Request, settings: Settings, authority: Authority): Promise<Response> => {
  const body = await readCapped(request)
  if (body === undefined) {
    return answer(refuse('TOO_LARGE', `The body must not be larger than ${MAX_BODY_BYTES} bytes`))
  }
  const verified = verifyCall(body, request.headers, settings.keys, Date.now())
  if (!verified) return answer(refuse('UNAUTHORIZED', 'The signature was not accepted'))

  const reply = verified.skewSeconds ? refuseSkew(verified.skewSeconds) : await carryOut(body, verified.id, authority)
  const response = answer(reply)
  const text = JSON.stringify(reply)
  response.headers.set(REPLY_SIGNATURE_HEADER, await signReply(verified.id, text, verified.key))
  return response
}

const carryOut = async (body: string, id: string, authority: Authority): Promise<ControlReply> => {
  let request: ControlRequest
  try {
    request = parseControlRequest(body)
  } catch (error) {
    if (error instanceof TypeError) return refuse('BAD_REQUEST', error.message)
    throw error
  }
  return authority.control({ id, digest: await digest(body), request })
}

const refuseSkew = (seconds: number): ControlReply => {
  const off = `${Math.abs(seconds)} seconds ${seconds > 0 ? 'ahead of' : 'behind'}`
  return refuse('CLOCK_SKEW', `The caller's clock is ${off} the Worker's: it must not be off by more than a minute`)
}

const refuse = (code: ControlError['code'], message: string): ControlReply => ({ ok: false, error: { code, message } })

const answer = (reply: ControlReply): Response => {
  const status = reply.ok ? 200 : STATUS[reply.error.code]
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return new Response(JSON.stringify(reply), { status, headers })
}

/** The body as text, or undefined as soon as it turns out too large. */
const readCapped = async (request: Request): Promise<string | undefined> => {
  const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true })
  let text = ''
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) return undefined
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

const digest = async (text: string): Promise<string> => {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
