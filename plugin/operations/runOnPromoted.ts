import type { Payload } from 'payload'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { selectPromotion } from '../sql/promotions.ts'
import { claimHook, mergeSiteState } from '../sql/siteState.ts'
import { listPromotedChanges } from './listPromotedChanges.ts'
import { withTimeout } from './withTimeout.ts'

/** `onPromoted` may hold up the opening of the site for this long, in milliseconds. */
export const onPromotedTimeoutMs = 5000
/** A hook that has been running for longer was on a server that died. */
const deadAfterSeconds = onPromotedTimeoutMs / 1000 + 1

/**
 * Runs the site's own hook for a committed promotion, unless it has run. How it ended is written in the record; its
 * failure is a warning there.
 */
export const runOnPromoted = async (payload: Payload, promotionId: string): Promise<void> => {
  const { onPromoted } = getModel(payload.config)
  const db = getDatabase(payload)
  if (!onPromoted || !(await claimHook(db, promotionId, deadAfterSeconds))) return
  const end = (hook: { status: 'done' } | { status: 'failed'; error: string }) =>
    mergeSiteState(db, promotionId, { hook: { ...hook, at: new Date().toISOString() } })
  try {
    const promotion = (await selectPromotion(db, promotionId))!
    const changes = await listPromotedChanges(payload, promotion)
    await withTimeout(
      (async () => onPromoted({ promotionId, generation: promotion.generation!, changes, payload }))(),
      onPromotedTimeoutMs,
      `it took longer than ${onPromotedTimeoutMs} ms; the site was opened without waiting for it`,
    )
    await end({ status: 'done' })
  } catch (error) {
    payload.logger.error({ err: error, msg: 'payload-promote: onPromoted failed' })
    await end({ status: 'failed', error: (error as Error).message })
  }
}
