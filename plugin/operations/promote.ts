import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import { createPromotingTable } from '../sql/apply.ts'
import { getDatabase, tuneTransaction, withTransaction } from '../sql/database.ts'
import { selectStale } from '../sql/pins.ts'
import { type StoredPlan, selectPlan } from '../sql/plans.ts'
import { insertPromotion, selectPromotion } from '../sql/promotions.ts'
import { acquireLease, nameLease, releaseLease, selectLease } from '../sql/state.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import type { DocumentKey, Promotion } from '../types.ts'
import { executePromotion, type Run } from './executePromotion.ts'
import { fingerprint } from './fingerprint.ts'
import { leaseLost, leaseSeconds, startHeartbeat } from './lease.ts'
import { narrowPlan } from './narrowPlan.ts'
import { recover } from './recover.ts'
import { assertNoDrift } from './refusals/assertNoDrift.ts'
import { assertNotEmptied } from './refusals/assertNotEmptied.ts'
import { planStale } from './refusals/planStale.ts'
import { withMigrations } from './withMigrations.ts'

export type PromoteArgs = {
  payload: Payload
  planId: string
  snapshot?: boolean | string | undefined
  note?: string | undefined
  /** Documents that the plan would delete and that are to stay. */
  keep?: DocumentKey[] | undefined
  overwriteDrift?: boolean | undefined
  /** Collections of which every document may go from production. */
  deleteAll?: string[] | undefined
  createdBy?: string | undefined
}

/**
 * Starts a promotion: takes the lease, checks that the plan is still true, and records it. The caller calls `run`, which
 * ends when the promotion has, well or not; the record says how.
 * @throws {PromoteError} PLAN_NOT_FOUND, PLAN_EXPIRED, PLAN_STALE, PLAN_BLOCKED, NOTHING_TO_PROMOTE, PROMOTION_RUNNING,
 *   DRIFT, ALL_DELETED, DUPLICATE_VALUE, MIGRATION_MISSING
 */
export const startPromotion = async (args: PromoteArgs): Promise<{ promotion: Promotion; run: () => Promise<void> }> =>
  withMigrations(async () => {
    const { payload } = args
    const db = getDatabase(payload)
    const promotable = await getPromotablePlan(payload, args.planId)
    await recover(payload)
    const token = randomUUID()
    await takeLease(payload, token, args.createdBy)
    const heartbeat = startHeartbeat(payload, token)
    try {
      const startedAt = new Date()
      const plan = args.keep?.length ? await narrowPlan(payload, promotable, args.keep, args.createdBy) : promotable
      assertNotEmpty(plan)
      await assertNotStale(payload, plan)
      await assertNotEmptied(payload, plan.id, args.deleteAll ?? [])
      if (!args.overwriteDrift) await assertNoDrift(payload, plan.id)
      const check = {
        step: 'check',
        status: 'done',
        startedAt: startedAt.toISOString(),
        ms: Date.now() - +startedAt,
      } as const
      // One transaction: a process that dies here leaves no record that would run for ever.
      const promotion = await withTransaction(payload, async (tx) => {
        const inserted = await insertPromotion(tx, {
          kind: 'promotion',
          planId: plan.id,
          note: args.note,
          counts: plan.counts,
          total: plan.total,
          steps: [check],
          kept: args.keep?.length ? args.keep : undefined,
          createdBy: args.createdBy,
        })
        if (!(await nameLease(tx, token, inserted.id, leaseSeconds))) throw leaseLost()
        return inserted
      })
      const run: Run = {
        payload,
        token,
        heartbeat,
        promotion,
        plan,
        snapshot: args.snapshot,
        createdBy: args.createdBy,
      }
      return { promotion, run: () => executePromotion(run) }
    } catch (error) {
      await heartbeat.stop()
      await releaseLease(db, token)
      throw error
    }
  })

/**
 * Promotes and waits for the end. Returns the record, also of a failed run.
 * @throws {PromoteError} as `startPromotion`
 */
export const promote = async (args: PromoteArgs): Promise<Promotion> => {
  const { promotion, run } = await startPromotion(args)
  await run()
  return (await selectPromotion(getDatabase(args.payload), promotion.id)) ?? promotion
}

const getPromotablePlan = async (payload: Payload, id: string): Promise<StoredPlan> => {
  const plan = await selectPlan(getDatabase(payload), id)
  if (!plan) throw new PromoteError('PLAN_NOT_FOUND', `There is no plan "${id}".`, 'Compute a plan first.')
  const again = 'Compute a new plan, look at it, and promote again.'
  if (plan.expired)
    throw new PromoteError('PLAN_EXPIRED', `The plan is older than 24 hours (${plan.expiresAt}).`, again)
  if (plan.fingerprint !== fingerprint(payload))
    throw new PromoteError('PLAN_STALE', 'The content model has changed since the plan was computed.', again)
  assertNotEmpty(plan)
  const blocking = plan.problems.filter((problem) => problem.blocking)
  if (blocking.length > 0)
    throw new PromoteError(
      'PLAN_BLOCKED',
      `The plan has ${blocking.length} ${blocking.length === 1 ? 'problem' : 'problems'} that must be solved first.`,
      'See the details, solve them on staging, and compute a new plan.',
      { details: blocking },
    )
  return plan
}

const assertNotEmpty = (plan: StoredPlan): void => {
  if (plan.total === 0)
    throw new PromoteError(
      'NOTHING_TO_PROMOTE',
      'The plan has no changes: production equals staging.',
      'Change and publish something on staging first.',
    )
}

const takeLease = async (payload: Payload, token: string, by: string | undefined): Promise<void> => {
  const db = getDatabase(payload)
  if (await acquireLease(db, { token, by: by ?? null, seconds: leaseSeconds })) return
  const lease = await selectLease(db)
  throw new PromoteError(
    'PROMOTION_RUNNING',
    `A promotion is running${lease?.by ? `, started by ${lease.by}` : ''}${lease ? ` at ${new Date(lease.since).toISOString()}` : ''}.`,
    'Wait until it has finished, then compute a new plan.',
    { details: lease && { promotion: lease.promotion, by: lease.by, since: new Date(lease.since).toISOString() } },
  )
}

const assertNotStale = async (payload: Payload, plan: StoredPlan): Promise<void> => {
  const stale = await withTransaction(
    payload,
    async (tx) => {
      await tuneTransaction(tx)
      await createPromotingTable(tx, plan.id)
      const found = []
      for (const tables of listPromotedTables(payload))
        if (plan.counts[tables.key]) found.push(...(await selectStale(tx, tables, plan.id)))
      return found
    },
    'repeatable read',
  )
  if (stale.length > 0) throw planStale(stale)
}
