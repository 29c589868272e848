import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'
import { getModel } from '../model.ts'
import { getDatabase, listReplicas } from '../sql/database.ts'
import { selectChangeKeys } from '../sql/plans.ts'
import { selectGeneration } from '../sql/state.ts'
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
  const warnings = await waitForReplicas(payload, event.generation)
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

/** Replicas may hold up the opening of the site for this long, in milliseconds. */
const replicasTimeoutMs = 10_000

/** A visitor whose page comes from a replica must see the new state too, before the caches fill again. */
const waitForReplicas = async (payload: Payload, generation: number): Promise<string[]> => {
  const deadline = Date.now() + replicasTimeoutMs
  for (const replica of listReplicas(payload))
    while ((await selectGeneration(replica)) < generation) {
      if (Date.now() > deadline) return ['A read replica did not have the new state in time; it may show old pages.']
      await sleep(20)
    }
  return []
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
