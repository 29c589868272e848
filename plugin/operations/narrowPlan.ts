import { randomUUID } from 'node:crypto'
import type { Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import { getDatabase, withTransaction } from '../sql/database.ts'
import { selectPlannedDuplicates } from '../sql/duplicates.ts'
import { insertNarrowedPlan, insertPlan, type StoredPlan, selectPlan } from '../sql/plans.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import type { DocumentKey } from '../types.ts'
import { planHours } from './computePlan.ts'
import { duplicateValue } from './refusals/duplicateValue.ts'

/**
 * The plan without those deletes whose documents are to stay on production.
 * @throws {PromoteError} BAD_REQUEST, DUPLICATE_VALUE
 */
export const narrowPlan = async (
  payload: Payload,
  plan: StoredPlan,
  keep: DocumentKey[],
  createdBy: string | undefined,
): Promise<StoredPlan> => {
  const id = randomUUID()
  await withTransaction(payload, async (tx) => {
    const distinct = new Map(keep.map((doc) => [JSON.stringify([doc.collection, doc.id]), doc]))
    const kept = await insertNarrowedPlan(tx, { from: plan.id, to: id, keep: [...distinct.values()] })
    if (kept !== distinct.size)
      throw new PromoteError(
        'BAD_REQUEST',
        `"keep" names ${distinct.size} documents, of which the plan deletes ${kept}.`,
        'Name only documents that the plan deletes; see its changes of kind "delete".',
      )
    const { fingerprint, generation, problems } = plan
    await insertPlan(tx, { id, fingerprint, generation, problems, createdBy, hours: planHours })
    for (const tables of listPromotedTables(payload)) {
      const duplicates = await selectPlannedDuplicates(tx, tables, id)
      if (duplicates.length > 0) throw duplicateValue(tables.entity.slug, duplicates)
    }
  })
  return (await selectPlan(getDatabase(payload), id))!
}
