import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'
import { describeError, PromoteError } from '../errors.ts'
import { getModel } from '../model.ts'
import {
  analyzeTwins,
  applyContents,
  applyProductionOwned,
  createPromotingTable,
  hasProductionOwned,
  lockSources,
} from '../sql/apply.ts'
import { deleteBaselines, upsertBaselines } from '../sql/baselines.ts'
import {
  type Database,
  deadlockDetected,
  getDatabase,
  lockNotAvailable,
  sqlState,
  tuneTransaction,
  withTransaction,
} from '../sql/database.ts'
import { selectDuplicates } from '../sql/duplicates.ts'
import { selectFilled, updateFilled } from '../sql/filled.ts'
import { insertBeforeImages } from '../sql/images.ts'
import { selectMisapplied, selectStaleBeforeApplying } from '../sql/pins.ts'
import type { StoredPlan } from '../sql/plans.ts'
import { type PromotionPatch, selectPromotion, updatePromotion } from '../sql/promotions.ts'
import { deleteRetiredFiles, insertRetiredFiles } from '../sql/retiredFiles.ts'
import { incrementGeneration, lockLease, releaseLease } from '../sql/state.ts'
import { listPromotedTables, type PromotedTables } from '../sql/tablePairs.ts'
import type { Promotion } from '../types.ts'
import { agreeWithEdgeAgain } from './agreeWithEdge.ts'
import { copyFiles } from './copyFiles.ts'
import { createGatekeeper, type Gatekeeper } from './gatekeeper.ts'
import { type Heartbeat, leaseLost, leaseSeconds } from './lease.ts'
import { duplicateValue } from './refusals/duplicateValue.ts'
import { nameFailure } from './refusals/nameFailure.ts'
import { planStale } from './refusals/planStale.ts'
import { createStepRecorder, type StepRecorder } from './steps.ts'
import { promotionOwner, takeSnapshot } from './takeSnapshot.ts'
import { tell } from './tell.ts'
import { withMigrations } from './withMigrations.ts'

export type Run = {
  payload: Payload
  /** Of the lease that `startPromotion` took. */
  token: string
  /** Beats since the lease was taken. */
  heartbeat: Heartbeat
  promotion: Promotion
  plan: StoredPlan
  snapshot: boolean | string | undefined
  createdBy: string | undefined
}

/** Waiting for a lock longer than this counts as blocked; shorter than PostgreSQL's deadlock check of one second. */
const lockTimeoutMs = 800
const lockTries = 8

/**
 * Runs a started promotion to its end and writes how it ended. Never throws: whoever started it may be long gone.
 * Everything up to the commit leaves production as it was when it fails; after the commit the promotion stands, and
 * what fails then is a warning. Where the end can't be written, the lease is left to run out, and recovery writes it.
 */
export const executePromotion = async (run: Run): Promise<void> => {
  const { payload, promotion, token, heartbeat } = run
  try {
    await execute(run)
    await releaseLease(getDatabase(payload), token)
  } catch (error) {
    payload.logger.error({ err: error, msg: `payload-promote: promotion ${promotion.id} is left to recovery` })
  } finally {
    await heartbeat.stop()
  }
}

const execute = async (run: Run): Promise<void> => {
  const { payload, promotion, heartbeat } = run
  const db = getDatabase(payload)
  const recorder = createStepRecorder(payload, promotion.id, [...promotion.steps])
  const gatekeeper = createGatekeeper(getModel(payload.config).edge, promotion.id)
  let generation: number
  try {
    const standby = gatekeeper.standBy({ waits: false })
    if (run.snapshot) {
      const label = typeof run.snapshot === 'string' ? run.snapshot : undefined
      const snapshot = await recorder.run('snapshot', () => takeSnapshot({ payload, label, createdBy: run.createdBy }))
      await updatePromotion(db, promotion.id, { snapshotId: snapshot.id })
    }
    await recorder.run('files', async () => {
      await copyFiles(payload, run.plan.id)
      await standby
      await gatekeeper.standBy({ waits: true })
    })
    await heartbeat.pause()
    recorder.setInTransaction(true)
    generation = await withMigrations(() => swap(run, recorder, gatekeeper))
    await leaveTransaction(recorder, heartbeat)
  } catch (error) {
    await leaveTransaction(recorder, heartbeat)
    const committed = await getOutcome(run)
    if (committed === undefined) return fail(run, recorder, gatekeeper, error)
    // The connection broke while PostgreSQL answered the COMMIT: the record says that it took place.
    generation = committed
  }
  await finish(run, recorder, gatekeeper, generation)
}

const leaveTransaction = async (recorder: StepRecorder, heartbeat: Heartbeat): Promise<void> => {
  recorder.setInTransaction(false)
  await heartbeat.resume()
  await recorder.settle()
}

/** A database that died is asked again for this long, in milliseconds; the gate is closed meanwhile. */
const outcomeForMs = 30_000

/**
 * The generation, if the swap was committed. The lease's row is locked for the question: a COMMIT whose answer got lost
 * may still be under way.
 */
const getOutcome = async ({ payload, promotion, token }: Run): Promise<number | undefined> => {
  const giveUpAt = performance.now() + outcomeForMs
  for (;;) {
    try {
      return await withTransaction(payload, async (tx) => {
        await tx.query("set local lock_timeout = '5s'")
        await lockLease(tx, token)
        return (await selectPromotion(tx, promotion.id))?.generation
      })
    } catch (error) {
      if (performance.now() > giveUpAt) throw error
      await sleep(250)
    }
  }
}

/** After the commit: the promotion stands, what goes wrong is a warning. */
const finish = async (run: Run, recorder: StepRecorder, gatekeeper: Gatekeeper, generation: number): Promise<void> => {
  const { payload, promotion, plan } = run
  const warnings = await recorder.run('tell', () =>
    tell(payload, { promotionId: promotion.id, generation, gatekeeper }),
  )
  warnings.push(...(await recorder.run('open', () => gatekeeper.open())))
  if (gatekeeper.enabled && warnings.length > 0) agreeWithEdgeAgain(payload)
  await end(run, recorder, gatekeeper, { status: 'succeeded', warnings })
  if (plan.total >= analyzedFrom) await refreshStatistics(run)
}

/** From this many changes on, production's tables get new statistics at once instead of at autovacuum's next round. */
const analyzedFrom = 1000

const refreshStatistics = async ({ payload, plan }: Run): Promise<void> => {
  try {
    for (const tables of listPromotedTables(payload))
      if (plan.counts[tables.key]) await analyzeTwins(getDatabase(payload), tables)
  } catch (error) {
    payload.logger.warn({ err: error, msg: 'payload-promote: production’s tables could not be analyzed' })
  }
}

/** Before the commit: production is as it was. */
const fail = async (run: Run, recorder: StepRecorder, gatekeeper: Gatekeeper, error: unknown): Promise<void> => {
  if (!(error instanceof PromoteError))
    run.payload.logger.error({ err: error, msg: `payload-promote: promotion ${run.promotion.id} failed` })
  const warnings = await gatekeeper.abort()
  await end(run, recorder, gatekeeper, { status: 'failed', error: describeError(nameFailure(error)), warnings })
}

const end = (run: Run, recorder: StepRecorder, gatekeeper: Gatekeeper, patch: PromotionPatch): Promise<void> => {
  const windowMs = gatekeeper.windowMs()
  return updatePromotion(getDatabase(run.payload), run.promotion.id, {
    ...patch,
    steps: recorder.steps,
    finished: true,
    ...(windowMs === undefined ? {} : { windowMs }),
  })
}

/** The one transaction. Returns production's new generation. */
const swap = (run: Run, recorder: StepRecorder, gatekeeper: Gatekeeper): Promise<number> => {
  const { payload, plan, promotion, token } = run
  const promoted = listPromotedTables(payload)
  const entities = promoted.filter(({ key }) => plan.counts[key])
  return withTransaction(payload, async (tx) => {
    await recorder.run('apply', async () => {
      await tx.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`)
      await tuneTransaction(tx)
      if (!(await lockLease(tx, token))) throw leaseLost()
      await createPromotingTable(tx, plan.id)
      await withLockRetries(tx, async () => {
        for (const tables of entities) await lockSources(tx, tables)
      })
      const stale = []
      for (const tables of entities) stale.push(...(await selectStaleBeforeApplying(tx, tables, plan.id)))
      if (stale.length > 0) throw planStale(stale)
      await deleteRetiredFiles(tx)
      for (const tables of entities) {
        await insertBeforeImages(tx, tables, promotionOwner(promotion.id))
        await insertRetiredFiles(tx, tables)
        await withLockRetries(tx, () => applyContents(tx, tables))
        if (!hasProductionOwned(tables)) await assertApplied(tx, tables, plan.id)
      }
      const filled = await selectFilled(tx, promoted)
      await deleteBaselines(
        tx,
        promoted.filter(({ key }) => !filled.has(key)),
      )
      await upsertBaselines(tx, plan.id, entities)
      await updateFilled(tx, promoted)
    })

    if (gatekeeper.enabled) await recorder.run('close', () => gatekeeper.close())
    else recorder.skip('close')

    return recorder.run('commit', async () => {
      for (const tables of entities)
        if (hasProductionOwned(tables)) {
          await withLockRetries(tx, () => applyProductionOwned(tx, tables))
          await assertApplied(tx, tables, plan.id)
        }
      const generation = await incrementGeneration(tx, leaseSeconds)
      await updatePromotion(tx, promotion.id, { generation })
      gatekeeper.assertStillClosed()
      return generation
    })
  })
}

/**
 * Production is what the plan pinned, and no value stands twice that must not. Only promotions write to twins, so what
 * has been applied can be looked at before the gate closes; rows that visitors write to are applied, and looked at, after.
 */
const assertApplied = async (tx: Database, tables: PromotedTables, planId: string): Promise<void> => {
  const misapplied = await selectMisapplied(tx, tables, planId)
  if (misapplied.length > 0) throw planStale(misapplied)
  const duplicates = await selectDuplicates(tx, tables)
  if (duplicates.length > 0) throw duplicateValue(tables.entity.slug, duplicates)
}

/**
 * Runs statements with a short lock timeout, a few times: a promotion gives way to an editor's or a visitor's write
 * instead of standing in a queue that grows behind it.
 * @throws {PromoteError} LOCK_TIMEOUT
 */
const withLockRetries = async (tx: Database, work: () => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries++) {
    await tx.query('savepoint locks')
    await tx.query(`set local lock_timeout = ${lockTimeoutMs}`)
    try {
      await work()
      await tx.query('release savepoint locks')
      return
    } catch (error) {
      const state = sqlState(error)
      if (state !== lockNotAvailable && state !== deadlockDetected) throw error
      await tx.query('rollback to savepoint locks')
      if (tries >= lockTries)
        throw new PromoteError(
          'LOCK_TIMEOUT',
          'Somebody else is writing to the documents of this promotion and did not finish in time.',
          'Try again in a moment. If it keeps happening, look for long transactions on the database.',
          { cause: error },
        )
    }
  }
}
