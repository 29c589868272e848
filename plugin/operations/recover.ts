import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { createEdgeClient } from '../edge/createEdgeClient.ts'
import { getModel } from '../model.ts'
import {
  type Database,
  getDatabase,
  sqlState,
  undefinedColumn,
  undefinedTable,
  withTransaction,
} from '../sql/database.ts'
import { selectPromotion, updatePromotion } from '../sql/promotions.ts'
import { adoptLease, type Lease, lockExpiredLease, releaseLease } from '../sql/state.ts'
import type { Promotion } from '../types.ts'
import { agreeWithEdge, agreeWithEdgeAgain } from './agreeWithEdge.ts'
import { leaseSeconds, startHeartbeat } from './lease.ts'
import { tellSite } from './tellSite.ts'

/**
 * Ends the run of a process that died: its lease has expired and no living transaction holds the lease's row. Whether
 * it had committed is written in the record, by the swap's own transaction. Runs before each promotion and when
 * promotions are looked at; many servers may call it at once.
 */
export const recover = async (payload: Payload): Promise<void> => (await beginRecovery(payload)).finished

/** Recoveries that this process is busy with: it may ask for them again before they have ended. */
const recoveries = new WeakMap<Payload, Promise<void>>()

/**
 * The same at start-up, when nobody may wait for `finished`: this very server is among those that have to be told, and
 * answers nobody before it has started.
 */
export const beginRecovery = async (payload: Payload): Promise<{ finished: Promise<void> }> => {
  const busy = recoveries.get(payload)
  if (busy) return { finished: busy }
  const dead = await findDeadRun(payload)
  if (!dead) {
    agreeWithEdge(payload)
    return { finished: Promise.resolve() }
  }
  const finished = finishDeadRun(payload, dead).finally(() => recoveries.delete(payload))
  recoveries.set(payload, finished)
  return { finished }
}

/** `token` is of the lease that recovery holds while it finishes a committed run: if it dies too, the next one does. */
type DeadRun = { promotion: Promotion; token: string | undefined }

const findDeadRun = async (payload: Payload): Promise<DeadRun | undefined> => {
  try {
    return await withTransaction(payload, takeDeadRun)
  } catch (error) {
    // The plugin is installed, its migration has not run: there is nothing to recover.
    if ([undefinedTable, undefinedColumn].includes(sqlState(error) ?? '')) return undefined
    throw error
  }
}

const takeDeadRun = async (tx: Database): Promise<DeadRun | undefined> => {
  const lease = await lockExpiredLease(tx)
  if (!lease) return undefined
  const promotion = lease.promotion ? await selectPromotion(tx, lease.promotion) : undefined
  if (promotion?.status !== 'running') {
    await releaseLease(tx, lease.token)
    return undefined
  }
  if (promotion.generation === undefined) return failRun(tx, lease, promotion)
  const token = randomUUID()
  await adoptLease(tx, lease.token, token, leaseSeconds)
  return { promotion, token }
}

const failRun = async (tx: Database, lease: Lease, promotion: Promotion): Promise<DeadRun> => {
  await releaseLease(tx, lease.token)
  await updatePromotion(tx, promotion.id, {
    status: 'failed',
    finished: true,
    steps: endedSteps(promotion),
    error: {
      code: 'INTERRUPTED',
      message: 'The server that ran the promotion stopped before the commit. Production is as it was.',
      hint: 'Compute a new plan and promote again.',
    },
  })
  return { promotion, token: undefined }
}

const endedSteps = ({ steps }: Promotion) =>
  steps.map((step) => (step.status === 'running' ? { ...step, status: 'failed' as const } : step))

const finishDeadRun = async (payload: Payload, { promotion, token }: DeadRun): Promise<void> => {
  const db = getDatabase(payload)
  if (!token) {
    const warnings = await reopenEdge(payload, promotion)
    if (warnings.length > 0) await updatePromotion(db, promotion.id, { warnings })
  } else {
    const heartbeat = startHeartbeat(payload, token)
    try {
      await tellSite(payload, promotion.id)
      const warnings = ['The server stopped after the commit; recovery finished the promotion.']
      warnings.push(...(await reopenEdge(payload, promotion)))
      const steps = endedSteps(promotion)
      await updatePromotion(db, promotion.id, { status: 'succeeded', finished: true, steps, warnings })
      await releaseLease(db, token)
    } finally {
      await heartbeat.stop()
    }
  }
  payload.logger.warn(`payload-promote: recovered promotion ${promotion.id}, whose server had stopped`)
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
    agreeWithEdgeAgain(payload)
    return [`Recovery could not reach the edge: ${(error as Error).message}`]
  }
}
