import type { Payload } from 'payload'
import type { Database } from '../sql/database.ts'
import { selectPlannedDuplicates } from '../sql/duplicates.ts'
import { selectEmptied } from '../sql/emptied.ts'
import { selectDriftedChanges } from '../sql/plans.ts'
import { type Reference, selectDangling, selectReferencesToDeleted } from '../sql/references.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import type { PlanProblem } from '../types.ts'

/** Documents changed on production that a plan names among its problems; all are marked in its list of changes. */
const listedDrift = 50

/**
 * What a person should know before promoting: values that would stand twice, documents changed on production, and
 * references that the plan would leave pointing at nothing, from both ends. `changed`: the entities that it may change.
 */
export const findProblems = async (
  payload: Payload,
  db: Database,
  planId: string,
  changed: ReadonlySet<string>,
): Promise<PlanProblem[]> => {
  if (changed.size === 0) return []
  const promoted = listPromotedTables(payload)
  const problems: PlanProblem[] = []
  for (const { collection, documents } of await selectEmptied(db, planId, promoted))
    problems.push({
      code: 'ALL_DELETED',
      blocking: false,
      message: `All ${documents} documents of "${collection}" would be deleted from production.`,
      hint: `If drafts were just turned on, publish them on staging. Promoting refuses to delete them all, unless "deleteAll" names "${collection}".`,
      collection,
    })
  for (const tables of promoted.filter(({ key }) => changed.has(key)))
    for (const { column, value, ids } of await selectPlannedDuplicates(db, tables, planId))
      problems.push({
        code: 'DUPLICATE_VALUE',
        blocking: true,
        message: `${tables.entity.slug} ${ids.join(' and ')} would have the same ${column} "${value}" on production.`,
        hint: 'Give one of them another value on staging.',
        collection: tables.entity.slug,
        id: ids[0]!,
        path: column,
      })
  for (const { collection, id, title } of await selectDriftedChanges(db, planId, listedDrift))
    problems.push({
      code: 'DRIFT',
      blocking: false,
      message: `${nameOf({ entity: collection, docId: id, title })} was changed on production since the last promotion.`,
      hint: 'Look at both sides. Promoting refuses to overwrite it, unless asked to with "overwriteDrift".',
      collection,
      id: idOf(collection, id),
    })
  for (const tables of promoted.filter(({ key }) => changed.has(key)))
    for (const reference of await selectDangling(payload, db, tables, promoted, planId))
      problems.push({
        code: 'DANGLING_REFERENCE',
        blocking: false,
        message: `${nameOf(reference)} points at ${reference.target} ${reference.targetId}, which will not be on production.`,
        hint: `Publish ${reference.target} ${reference.targetId} on staging, or take the reference out.`,
        ...placeOf(reference),
      })
  for (const reference of await selectReferencesToDeleted(payload, db, promoted, planId))
    problems.push({
      code: 'DELETE_REFERENCED',
      blocking: false,
      message: `${reference.target} ${reference.targetId} will be deleted from production, and ${nameOf(reference)} still points at it.`,
      hint: `Publish ${reference.target} ${reference.targetId} again on staging, name it in "keep", or promote to delete it anyway.`,
      ...placeOf(reference),
    })
  return problems
}

const globalPrefix = 'global:'

/** A global's one document goes by the global's slug. */
const idOf = (entity: string, docId: string): string =>
  entity.startsWith(globalPrefix) ? entity.slice(globalPrefix.length) : docId

const nameOf = ({ entity, docId, title }: Pick<Reference, 'entity' | 'docId' | 'title'>): string => {
  if (entity.startsWith(globalPrefix)) return entity
  return title ? `"${title}" (${entity} ${docId})` : `${entity} ${docId}`
}

const placeOf = ({ entity, docId, path }: Reference) => ({
  collection: entity,
  id: idOf(entity, docId),
  path,
})
