import type { Payload } from 'payload'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { selectChangeKeys } from '../sql/plans.ts'
import type { Gate } from './gate.ts'

/** `onPromoted` may hold up the opening of the site for this long, in milliseconds. */
const onPromotedTimeoutMs = 5000

/**
 * After the commit, before the site reopens: the site's own hook, then the edge's caches. Returns what went wrong; the
 * promotion stands.
 */
export const tell = async (
  payload: Payload,
  event: { promotionId: string; planId: string; generation: number; gate: Gate },
): Promise<string[]> => {
  const warnings: string[] = []
  const { onPromoted } = getModel(payload.config)
  if (onPromoted) {
    const changes = await selectChangeKeys(getDatabase(payload), event.planId)
    try {
      await withTimeout(
        Promise.resolve(onPromoted({ promotionId: event.promotionId, generation: event.generation, changes, payload })),
      )
    } catch (error) {
      payload.logger.error({ err: error, msg: 'payload-promote: onPromoted failed' })
      warnings.push(`onPromoted failed: ${(error as Error).message}`)
    }
  }
  warnings.push(...(await event.gate.commit(event.generation)))
  return warnings
}

const withTimeout = async (work: Promise<void>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(new Error(`it took longer than ${onPromotedTimeoutMs} ms; the site was opened without waiting for it`)),
      onPromotedTimeoutMs,
    )
  })
  try {
    await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
