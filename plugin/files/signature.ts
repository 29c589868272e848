/** In charge of the signatures in staged files' URLs: who holds one may read that file for some hours, without a cookie. */

import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

/** What a signature is good for: one file of one document, as saved at a time. */
export type SignedFile = { collection: string; id: string; filename: string }

const hourMs = 3_600_000
/** Hours that a signature lasts: URLs stay the same within an hour, so it is one less at least. */
const validHours = 4

/** A segment of a path: when it ends (hours), when the document was saved (ms), both in base 36, its id, and the MAC. */
const pattern = /staged\.([0-9a-z]+)\.([0-9a-z]+)\.([\w-]+)\.([\w-]{43})/
const segment = new RegExp(`^${pattern.source}$`)
/** Where it stands in a URL, also in one that is part of another URL's query. */
const inURL = new RegExp(`(/|%2F)${pattern.source}(?=/|%2F)`, 'gi')

/**
 * The segment that goes before the file's name. A document that is saved again gets another, so that browsers may keep
 * what they have seen; `savedAt` is 0 where it is not known.
 */
export const signFile = (secret: string, file: SignedFile, savedAt: number, now = Date.now()): string => {
  const ends = (Math.floor(now / hourMs) + validHours).toString(36)
  const saved = savedAt.toString(36)
  const id = Buffer.from(file.id).toString('base64url')
  return `staged.${ends}.${saved}.${id}.${macOf(secret, file, ends, saved).toString('base64url')}`
}

export type Verdict = { result: 'forged' } | { result: 'expired' | 'valid'; id: string; isDated: boolean }

export const checkSignature = (
  secret: string,
  asked: { signature: string; collection: string; filename: string },
  now = Date.now(),
): Verdict => {
  const [, ends, saved, encodedId, mac] = segment.exec(asked.signature) ?? []
  if (!ends || !saved || !encodedId || !mac) return { result: 'forged' }
  const id = Buffer.from(encodedId, 'base64url').toString()
  const { collection, filename } = asked
  const expected = macOf(secret, { collection, id, filename }, ends, saved)
  const given = Buffer.from(mac, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { result: 'forged' }
  return { result: Number.parseInt(ends, 36) * hourMs > now ? 'valid' : 'expired', id, isDated: saved !== '0' }
}

const macOf = (secret: string, { collection, id, filename }: SignedFile, ends: string, saved: string): Buffer => {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'payload-promote: URLs of staged files', 32))
  return createHmac('sha256', key)
    .update(JSON.stringify([collection, id, filename, ends, saved]))
    .digest()
}

/** A value, as an editor saves it, without the signatures in its texts: what is stored must not open staging's files. */
export const dropSignatures = <T>(value: T): T => {
  if (typeof value === 'string') return value.replace(inURL, '') as T
  if (Array.isArray(value)) return value.map(dropSignatures) as T
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dropSignatures(inner)])) as T
}
