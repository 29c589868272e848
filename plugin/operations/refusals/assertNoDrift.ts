import type { Payload } from 'payload'
import { PromoteError } from '../../errors.ts'
import { getDatabase } from '../../sql/database.ts'
import { selectDriftedChanges } from '../../sql/plans.ts'

/** Documents that are listed in the error's details; its message names the first five. */
const detailsLimit = 1000

/**
 * Refuses to overwrite what somebody changed on production since the last promotion.
 * @throws {PromoteError} DRIFT
 */
export const assertNoDrift = async (payload: Payload, planId: string): Promise<void> => {
  const drifted = await selectDriftedChanges(getDatabase(payload), planId, detailsLimit)
  if (drifted.length === 0) return
  const named = drifted.slice(0, 5).map((doc) => `"${doc.title ?? doc.id}" (${doc.collection} ${doc.id})`)
  const more = drifted.length > 5 ? ` and ${drifted.length - 5} more` : ''
  throw new PromoteError(
    'DRIFT',
    `${drifted.length === 1 ? 'A document was' : `${drifted.length} documents were`} changed on production since the last promotion: ${named.join(', ')}${more}.`,
    'Look at both sides in the plan. Promote with "overwriteDrift": true to replace them with staging\'s.',
    { details: drifted },
  )
}
