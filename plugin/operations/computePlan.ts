import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import {
  createCandidateTable,
  insertAllAsCandidates,
  insertCandidates,
  insertChanges,
  selectCandidateEntities,
  selectEmptyOnProduction,
} from '../sql/compare.ts'
import {
  type Database,
  getDatabase,
  serializationFailure,
  sqlState,
  tuneTransaction,
  withTransaction,
} from '../sql/database.ts'
import { deleteUnchangedUploads, pinFiles, selectMissingFiles } from '../sql/files.ts'
import { selectFilled } from '../sql/filled.ts'
import { analyzeChanges, deleteExpiredPlans, insertPlan, selectPlan } from '../sql/plans.ts'
import { selectGeneration } from '../sql/state.ts'
import { listPromotedTables, type PromotedTables } from '../sql/tablePairs.ts'
import type { Plan, PlanProblem } from '../types.ts'
import { findProblems } from './findProblems.ts'
import { fingerprint } from './fingerprint.ts'
import { readStagedFiles } from './readStagedFiles.ts'
import { fileMissingHint, fileMissingMessage } from './refusals/fileMissing.ts'
import { titleColumns } from './titleColumns.ts'
import { withMigrations } from './withMigrations.ts'

/** Plans can be promoted for this long. */
export const planHours = 24

/**
 * Computes what a promotion would do now, and stores it. The comparison reads one consistent state of the database, in
 * a number of statements that depends on the number of tables only.
 * @throws {PromoteError} MIGRATION_MISSING
 */
export const computePlan = async ({ payload, createdBy }: { payload: Payload; createdBy?: string }): Promise<Plan> =>
  withMigrations(() =>
    retryWhenOvertaken(async () => {
      await readStagedFiles(payload)
      const entities = listPromotedTables(payload)
      const id = randomUUID()
      const problems: PlanProblem[] = []
      await withTransaction(
        payload,
        async (tx) => {
          await tuneTransaction(tx)
          await deleteExpiredPlans(tx)
          await createCandidateTable(tx)
          const empty = await selectEmptyOnProduction(tx, entities)
          for (const tables of entities)
            await (empty.has(tables.key) ? insertAllAsCandidates(tx, tables) : insertCandidates(tx, tables))
          const candidates = await selectCandidateEntities(tx)
          const filled = await selectFilled(tx, entities)
          for (const tables of entities) {
            if (!candidates.has(tables.key)) continue
            const titles = titleColumns(payload, tables)
            await insertChanges(tx, tables, { planId: id, titles, isFilled: filled.has(tables.key) })
            if (tables.upload) problems.push(...(await settleUploads(tx, tables, id)))
          }
          if (candidates.size > 0) await analyzeChanges(tx)
          problems.push(...(await findProblems(payload, tx, id, candidates)))
          await insertPlan(tx, {
            id,
            fingerprint: fingerprint(payload),
            generation: await selectGeneration(tx),
            problems,
            createdBy,
            hours: planHours,
          })
        },
        'repeatable read',
      )
      const plan = await selectPlan(getDatabase(payload), id)
      if (!plan) throw new PromoteError('PLAN_NOT_FOUND', `The plan ${id} is gone.`, 'Compute a new plan.')
      return plan
    }),
  )

/** Uploads may be saved, and another plan written, while this one is computed: it starts again. */
const retryWhenOvertaken = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++)
    try {
      return await work()
    } catch (error) {
      if (!(error === savedMeanwhile || sqlState(error) === serializationFailure) || tries >= 5) throw error
    }
}

const savedMeanwhile = new PromoteError(
  'PLAN_STALE',
  'Files were uploaded again and again while the plan was computed.',
  'Compute the plan again in a moment.',
)

/**
 * What was read of staged files decides about uploads: one that was only saved again is no change, the others' files are
 * pinned, and those that are missing stop a promotion.
 */
const settleUploads = async (tx: Database, tables: PromotedTables, planId: string): Promise<PlanProblem[]> => {
  await deleteUnchangedUploads(tx, tables, planId)
  if ((await pinFiles(tx, tables, planId)) > 0) throw savedMeanwhile
  const collection = tables.entity.slug
  return (await selectMissingFiles(tx, tables, planId)).map(({ id, filename }) => ({
    code: 'FILE_MISSING',
    blocking: true,
    message: fileMissingMessage({ collection, id, filename }),
    hint: fileMissingHint,
    collection,
    id,
  }))
}
