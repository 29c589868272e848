/** In charge of who may command the gate, and of proving to the caller that the gate answered. */

import { Webhook } from 'standardwebhooks'

/** How far a signature's time may be from ours. The library itself allows five minutes. */
const TOLERANCE_SECONDS = 60
/** The least that Standard Webhooks allows: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const MIN_KEY_BYTES = 24

export type VerifiedCall = { id: string; key: string }

/** The call's id and the key that it was signed with; undefined if no key fits, whatever the cause. */
export function verifyCall(body: string, headers: Headers, keys: string[], now: number): VerifiedCall | undefined {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  const signature = headers.get('webhook-signature') ?? ''
  if (id === '' || id.length > 200 || !/^\d{1,12}$/.test(timestamp)) return undefined
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return undefined
  const signed = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature }
  const key = keys.find((candidate) => isSignedWith(candidate, body, signed))
  return key === undefined ? undefined : { id, key }
}

/** The value of `REPLY_SIGNATURE_HEADER`. */
export async function signReply(id: string, body: string, key: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', decodeKey(key), algorithm, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(`${id}.${body}`))
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`
}

function isSignedWith(key: string, body: string, headers: Record<string, string>): boolean {
  if (!isUsable(key)) {
    // One bad key must not lock the others out.
    console.error(`A key in EDGE_KEYS is left out: it isn't base64 of at least ${MIN_KEY_BYTES} bytes`)
    return false
  }
  try {
    new Webhook(key).verify(body, headers, { jsonParse: false })
    return true
  } catch {
    return false
  }
}

function isUsable(key: string): boolean {
  try {
    return decodeKey(key).length >= MIN_KEY_BYTES
  } catch {
    return false
  }
}

function decodeKey(key: string): Uint8Array {
  return Uint8Array.from(atob(key.replace(/^whsec_/, '')), (character) => character.charCodeAt(0))
}
