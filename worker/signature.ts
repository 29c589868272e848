/** In charge of who may command the gate, and of proving to the caller that the gate answered. */

import { Webhook } from 'standardwebhooks'

/** How far a signature's time may be from ours. The library itself allows five minutes. */
const TOLERANCE_SECONDS = 60
/** The least that Standard Webhooks allows: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const MIN_KEY_BYTES = 24

/** `skewSeconds`: how far the call's time is ahead of ours, where that is too far for it to be carried out; 0 else. */
export type VerifiedCall = { id: string; key: string; skewSeconds: number }

/** The call's id and the key that it was signed with; undefined if no key fits, whatever the cause. */
export const verifyCall = (body: string, headers: Headers, keys: string[], now: number): VerifiedCall | undefined => {
  const id = headers.get('webhook-id') ?? ''
  const timestamp = headers.get('webhook-timestamp') ?? ''
  const signature = headers.get('webhook-signature') ?? ''
  if (id === '' || id.length > 200 || !/^\d{1,12}$/.test(timestamp)) return undefined
  const at = new Date(Number(timestamp) * 1000)
  const key = keys.find((candidate) => isSignedWith(candidate, { id, at, body }, signature))
  if (key === undefined) return undefined
  const skewSeconds = Math.round(Number(timestamp) - now / 1000)
  return { id, key, skewSeconds: Math.abs(skewSeconds) > TOLERANCE_SECONDS ? skewSeconds : 0 }
}

/** The value of `REPLY_SIGNATURE_HEADER`. */
export const signReply = async (id: string, body: string, key: string): Promise<string> => {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('raw', decodeKey(key), algorithm, false, ['sign'])
  const signature = await crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(`${id}.${body}`))
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`
}

const isSignedWith = (key: string, call: { id: string; at: Date; body: string }, signatures: string): boolean => {
  if (!isUsable(key)) {
    // One bad key must not lock the others out.
    console.error(`A key in EDGE_KEYS is left out: it isn't base64 of at least ${MIN_KEY_BYTES} bytes`)
    return false
  }
  // Not the library's `verify`, which takes a wrong clock for a wrong signature.
  const expected = new TextEncoder().encode(new Webhook(key).sign(call.id, call.at, call.body))
  return signatures.split(' ').some((signature) => {
    const given = new TextEncoder().encode(signature)
    return given.byteLength === expected.byteLength && crypto.subtle.timingSafeEqual(given, expected)
  })
}

const isUsable = (key: string): boolean => {
  try {
    return decodeKey(key).length >= MIN_KEY_BYTES
  } catch {
    return false
  }
}

const decodeKey = (key: string): Uint8Array =>
  Uint8Array.from(atob(key.replace(/^whsec_/, '')), (character) => character.charCodeAt(0))
