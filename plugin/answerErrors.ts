import type { PayloadHandler, PayloadRequest } from 'payload'
import { describeError, PromoteError } from './errors.ts'

/**
 * Answers a `PromoteError` as `{ error: { code, message, hint, details } }`. Other errors are Payload's to answer: it
 * knows its own, logs the rest and keeps their text to itself.
 */
export const answerErrors =
  (handler: (req: PayloadRequest) => Promise<Response>): PayloadHandler =>
  async (req) => {
    try {
      return await handler(req)
    } catch (error) {
      if (!(error instanceof PromoteError)) throw error
      return Response.json(
        { error: describeError(error) },
        { status: error.status, headers: { 'cache-control': 'no-store' } },
      )
    }
  }

/** An answer that no cache may keep. */
export const json = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'private, no-store' } })
