import type { Payload } from 'payload'
import { PromoteError } from '../../errors.ts'
import { getDatabase } from '../../sql/database.ts'
import { selectEmptied } from '../../sql/emptied.ts'
import { listPromotedTables } from '../../sql/tablePairs.ts'

/**
 * Refuses to delete every document of a collection: most often its drafts were just turned on, and Payload took all that
 * was there for drafts. `deleteAll` names the collections of which it is meant.
 * @throws {PromoteError} ALL_DELETED, BAD_REQUEST
 */
export const assertNotEmptied = async (payload: Payload, planId: string, deleteAll: string[]): Promise<void> => {
  const promoted = listPromotedTables(payload)
  const unknown = deleteAll.find((slug) => !promoted.some(({ key }) => key === slug))
  if (unknown !== undefined)
    throw new PromoteError(
      'BAD_REQUEST',
      `"deleteAll" names "${unknown}", which is not a promoted collection.`,
      'Name collections that the plan lists as ALL_DELETED.',
    )
  const emptied = await selectEmptied(getDatabase(payload), planId, promoted)
  const refused = emptied.filter(({ collection }) => !deleteAll.includes(collection))
  if (refused.length === 0) return
  throw new PromoteError(
    'ALL_DELETED',
    `Every document of ${refused.map(({ collection, documents }) => `"${collection}" (${documents})`).join(', ')} would be deleted from production.`,
    `If drafts were just turned on, publish the documents on staging and compute a new plan. Promote with "deleteAll": ${JSON.stringify(refused.map(({ collection }) => collection))} if it is meant.`,
    { details: refused },
  )
}
