import { PromoteError } from '../../errors.ts'
import type { StaleDocument } from '../../sql/pins.ts'

/** Documents that are listed in the error's details; its message names the first five. */
const detailsLimit = 1000

/** The error for a plan that is no longer true of these documents. */
export const planStale = (stale: StaleDocument[]): PromoteError => {
  const named = stale.slice(0, 5).map((s) => `"${s.title ?? s.id}" (${s.collection} ${s.id}, changed on ${s.side})`)
  const more = stale.length > 5 ? ` and ${stale.length - 5} more` : ''
  return new PromoteError(
    'PLAN_STALE',
    `Since the plan was computed, ${stale.length === 1 ? 'a document has' : `${stale.length} documents have`} changed: ${named.join(', ')}${more}.`,
    'Compute a new plan, look at it, and promote again.',
    { details: stale.slice(0, detailsLimit) },
  )
}
