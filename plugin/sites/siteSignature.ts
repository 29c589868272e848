/** How the site's own servers know each other: calls and replies are signed with keys made from Payload's secret. */
import { hkdfSync } from 'node:crypto'
import type { Payload } from 'payload'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

/** Two keys, so that nobody can answer a call with the call itself. */
type Purpose = 'call' | 'reply'

const webhookOf = (payload: Payload, purpose: Purpose): Webhook => {
  const key = hkdfSync('sha256', payload.secret, 'payload-promote', `site ${purpose}`, 32)
  return new Webhook(new Uint8Array(key), { format: 'raw' })
}

/** Standard Webhooks' headers for `body`. The same id may be sent again: nothing that is signed does harm twice. */
export const signatureHeaders = (
  payload: Payload,
  purpose: Purpose,
  { id, body }: { id: string; body: string },
): Record<string, string> => {
  const now = new Date()
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(+now / 1000)),
    'webhook-signature': webhookOf(payload, purpose).sign(id, now, body),
  }
}

/** Whether one of the site's own servers signed it, in the last five minutes. */
export const isSignedByUs = (payload: Payload, purpose: Purpose, body: string, headers: Headers): boolean => {
  try {
    webhookOf(payload, purpose).verify(body, Object.fromEntries(headers), { jsonParse: false })
    return true
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false
    throw error
  }
}
