import { randomUUID } from 'node:crypto'
import { createLocalReq, type Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import { hashStagedFiles } from '../files/hashStagedFiles.ts'
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
import { deleteUnchangedUploads, selectUploads, upsertFiles } from '../sql/files.ts'
import { selectFilled } from '../sql/filled.ts'
import { analyzeChanges, deleteExpiredPlans, insertPlan, selectPlan } from '../sql/plans.ts'
import { selectGeneration } from '../sql/state.ts'
import { listPromotedTables, type PromotedTables } from '../sql/tablePairs.ts'
import type { Plan, PlanProblem } from '../types.ts'
import { findProblems } from './findProblems.ts'
import { fingerprint } from './fingerprint.ts'
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
    retryWhenSerialized(async () => {
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
            if (tables.upload) problems.push(...(await dropUnchangedUploads(payload, tx, tables, id)))
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

/** Two plans at once may write down the hash of the same file: the later one starts again. */
const retryWhenSerialized = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++)
    try {
      return await work()
    } catch (error) {
      if (sqlState(error) !== serializationFailure || tries >= 3) throw error
    }
}

const pageSize = 200

/** An upload that was only saved again shows by its file's hash: the one thing that must be read outside the database. */
const dropUnchangedUploads = async (
  payload: Payload,
  tx: Database,
  tables: PromotedTables,
  planId: string,
): Promise<PlanProblem[]> => {
  const req = await createLocalReq({}, payload)
  const problems: PlanProblem[] = []
  let after: string | null = null
  for (;;) {
    const uploads = await selectUploads(tx, tables, planId, { onlyTouched: true, after, limit: pageSize })
    for (const upload of uploads) {
      if (upload.known) continue
      try {
        const files = await hashStagedFiles(req, tables.entity.slug, upload)
        await upsertFiles(tx, tables, { id: upload.id, updatedAt: upload.updatedAt, files })
      } catch (error) {
        if (!(error instanceof PromoteError)) throw error
        problems.push({
          code: 'FILE_MISSING',
          blocking: true,
          message: error.message,
          hint: error.hint,
          collection: tables.entity.slug,
          id: upload.id,
        })
      }
    }
    if (uploads.length < pageSize) break
    after = uploads.at(-1)!.id
  }
  await deleteUnchangedUploads(tx, tables, planId)
  return problems
}
