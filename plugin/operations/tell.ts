import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'
import { getModel } from '../model.ts'
import { type Database, getDatabase, listReplicas } from '../sql/database.ts'
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
  warnings.push(...(await callOnPromoted(payload, event)))
  warnings.push(...(await event.gate.commit(event.generation)))
  return warnings
}

/** The site's own hook. Its failure is a warning. */
export const callOnPromoted = async (
  payload: Payload,
  { promotionId, planId, generation }: { promotionId: string; planId: string; generation: number },
): Promise<string[]> => {
  const { onPromoted } = getModel(payload.config)
  if (!onPromoted) return []
  try {
    const changes = await selectChangeKeys(getDatabase(payload), planId)
    await withTimeout(
      (async () => onPromoted({ promotionId, generation, changes, payload }))(),
      onPromotedTimeoutMs,
      `it took longer than ${onPromotedTimeoutMs} ms; the site was opened without waiting for it`,
    )
    return []
  } catch (error) {
    payload.logger.error({ err: error, msg: 'payload-promote: onPromoted failed' })
    return [`onPromoted failed: ${(error as Error).message}`]
  }
}

/** Replicas may hold up the opening of the site for this long, in milliseconds. */
const replicasTimeoutMs = 10_000

/** A visitor whose page comes from a replica must see the new state too, before the caches fill again. */
const waitForReplicas = async (payload: Payload, generation: number): Promise<string[]> => {
  const deadline = Date.now() + replicasTimeoutMs
  const wait = async (replica: Database): Promise<void> => {
    while ((await selectGeneration(replica)) < generation) {
      if (Date.now() > deadline) throw new Error('it did not have the new state in time')
      await sleep(20)
    }
  }
  const waits = await Promise.allSettled(
    listReplicas(payload).map((replica) => withTimeout(wait(replica), replicasTimeoutMs, 'it did not answer in time')),
  )
  return waits.flatMap((outcome) =>
    outcome.status === 'rejected' ? [`A read replica may show old pages: ${(outcome.reason as Error).message}.`] : [],
  )
}

const withTimeout = async (work: Promise<void>, ms: number, message: string): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms)
  })
  try {
    await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
