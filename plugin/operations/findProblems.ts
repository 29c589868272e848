import type { Payload } from 'payload'
import type { Database } from '../sql/database.ts'
import { type Reference, selectDangling, selectReferencesToDeleted } from '../sql/references.ts'
import { listPromotedTables, type SchemaAdapter } from '../sql/tablePairs.ts'
import type { PlanProblem } from '../types.ts'

/** References that the plan would leave pointing at nothing, from both ends. `changed`: the entities that it may change. */
export const findProblems = async (
  payload: Payload,
  db: Database,
  planId: string,
  changed: ReadonlySet<string>,
): Promise<PlanProblem[]> => {
  if (changed.size === 0) return []
  const promoted = listPromotedTables(payload)
  const byTable = new Map(promoted.map((tables) => [tables.root.rawSource.name, tables]))
  const problems: PlanProblem[] = []
  for (const tables of promoted.filter(({ key }) => changed.has(key)))
    for (const reference of await selectDangling(db, tables, byTable, planId))
      problems.push({
        code: 'DANGLING_REFERENCE',
        blocking: false,
        message: `${nameOf(reference)} points at ${reference.target} ${reference.targetId}, which will not be on production.`,
        hint: `Publish ${reference.target} ${reference.targetId} on staging, or take the reference out.`,
        ...placeOf(reference),
      })
  const adapter = payload.db as unknown as SchemaAdapter
  for (const reference of await selectReferencesToDeleted(db, adapter, promoted, planId))
    problems.push({
      code: 'DELETE_REFERENCED',
      blocking: false,
      message: `${reference.target} ${reference.targetId} will be deleted from production, and ${nameOf(reference)} still points at it.`,
      hint: `Publish ${reference.target} ${reference.targetId} again on staging to keep it, or promote to delete it anyway.`,
      ...placeOf(reference),
    })
  return problems
}

const nameOf = ({ entity, docId, title }: Reference): string =>
  title ? `"${title}" (${entity} ${docId})` : `${entity.replace(/^global:/, '')} ${docId}`

const placeOf = ({ entity, docId, path }: Reference) => ({
  collection: entity.replace(/^global:/, ''),
  id: docId,
  path,
})
