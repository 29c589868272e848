import type { Payload } from 'payload'
import { createEdgeClient } from '../edge/createEdgeClient.ts'
import { getModel } from '../model.ts'
import { type Database, getDatabase, sqlState, undefinedTable, withTransaction } from '../sql/database.ts'
import { selectPromotion, updatePromotion } from '../sql/promotions.ts'
import { lockExpiredLease, releaseLease } from '../sql/state.ts'
import type { Promotion } from '../types.ts'
import { callOnPromoted } from './tell.ts'

/**
 * Ends the run of a process that died: its lease has expired and no living transaction holds the lease's row. Whether
 * it had committed is written in the record, by the swap's own transaction. Runs at start-up, before each promotion and
 * when a running promotion is looked at; many servers may call it at once.
 */
export const recover = async (payload: Payload): Promise<void> => {
  let dead: Promotion | undefined
  try {
    dead = await withTransaction(payload, freeDeadLease)
  } catch (error) {
    // The plugin is installed, its migration has not run: there is nothing to recover.
    if (sqlState(error) === undefinedTable) return
    throw error
  }
  if (!dead) return
  const warnings = [...(await callMissedHook(payload, dead)), ...(await reopenEdge(payload, dead))]
  if (warnings.length > 0)
    await updatePromotion(getDatabase(payload), dead.id, { warnings: [...dead.warnings, ...warnings] })
  payload.logger.warn(`payload-promote: recovered promotion ${dead.id}, whose server had stopped`)
}

const freeDeadLease = async (tx: Database): Promise<Promotion | undefined> => {
  const lease = await lockExpiredLease(tx)
  if (!lease) return undefined
  await releaseLease(tx, lease.token)
  const promotion = lease.promotion ? await selectPromotion(tx, lease.promotion) : undefined
  if (promotion?.status !== 'running') return undefined
  const steps = promotion.steps.map((step) =>
    step.status === 'running' ? { ...step, status: 'failed' as const } : step,
  )
  if (promotion.generation !== undefined) {
    const warnings = [...promotion.warnings, 'The server stopped after the commit; recovery finished the promotion.']
    await updatePromotion(tx, promotion.id, { status: 'succeeded', finished: true, steps, warnings })
    return { ...promotion, warnings }
  }
  await updatePromotion(tx, promotion.id, {
    status: 'failed',
    finished: true,
    steps,
    error: {
      code: 'INTERRUPTED',
      message: 'The server that ran the promotion stopped before the commit. Production is as it was.',
      hint: 'Compute a new plan and promote again.',
    },
  })
  return promotion
}

/** The server may have stopped before `onPromoted` had run to its end: then it runs (again). */
const callMissedHook = async (payload: Payload, dead: Promotion): Promise<string[]> => {
  const told = dead.steps.some(({ step, status }) => step === 'tell' && status === 'done')
  if (told || dead.generation === undefined || !dead.planId) return []
  return callOnPromoted(payload, { promotionId: dead.id, planId: dead.planId, generation: dead.generation })
}

/** The gate opens by itself when its lease ends; this only makes it sooner, and the caches right. */
const reopenEdge = async (payload: Payload, dead: Promotion): Promise<string[]> => {
  const { edge } = getModel(payload.config)
  if (!edge) return []
  try {
    const client = createEdgeClient(edge)
    const state = await client.call({ op: 'state' })
    const isOurs = state.phase !== 'live' && state.promotion === dead.id
    if (dead.generation === undefined) {
      if (isOurs) await client.call({ op: 'abort', fence: state.fence })
      return []
    }
    if (isOurs) {
      if (state.phase !== 'committed')
        await client.call({ op: 'commit', fence: state.fence, generation: dead.generation, bans: 'all' })
      await client.call({ op: 'open', fence: state.fence })
    } else if (state.generation < dead.generation) {
      await client.call({ op: 'invalidate', bans: 'all', generation: dead.generation })
    }
    return []
  } catch (error) {
    return [`Recovery could not reach the edge: ${(error as Error).message}`]
  }
}
