import type { Belief } from './memo.ts'
import { getRetryAfterSeconds } from './retryAfter.ts'

/** What the maintenance page asks for: whether a reload shows the site. From the memo, and nothing that isn't seen anyway. */
export const answerStatus = (belief: Belief): Response => {
  const { isClosed, certainty, reading } = belief
  const status = {
    open: !isClosed,
    certainty,
    epoch: reading?.epoch,
    retryAfterSeconds: isClosed ? getRetryAfterSeconds(belief) : undefined,
  }
  return Response.json(status, { headers: { 'cache-control': 'no-store', 'access-control-allow-origin': '*' } })
}
