import type { Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import { findCollection } from '../getCollection.ts'
import { getDatabase } from '../sql/database.ts'
import { updateOwnedColumns } from '../sql/productionOwned.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import { hasProduction } from './generation.ts'

export type OwnedValue = string | number | boolean | Date | null | { $inc: number }

type NumberField = { min?: number; max?: number }

/**
 * Changes production-owned fields of one document in one statement, so that two visitors never overwrite each other.
 * Until production is filled the document is the site's own. Returns the fields' new values.
 * @throws {PromoteError} BAD_REQUEST, NOT_FOUND, OUT_OF_RANGE
 */
export const updateProductionOwned = async ({
  payload,
  collection,
  id,
  data,
}: {
  payload: Payload
  collection: string
  id: string | number
  data: Record<string, OwnedValue>
}): Promise<Record<string, unknown>> => {
  const tables = listPromotedTables(payload).find((t) => t.entity.kind === 'collection' && t.entity.slug === collection)
  const allowed = tables?.root.owned ?? []
  const fields = findCollection(payload, collection)?.config.flattenedFields ?? []
  const changes = Object.entries(data).map(([path, value]) => {
    const column = allowed.find((c) => c.key === path.replaceAll('.', '_'))
    if (!column)
      throw new PromoteError(
        'BAD_REQUEST',
        `"${path}" of "${collection}" is not a production-owned field.`,
        `Production-owned are: ${tables?.entity.productionOwned.join(', ') || 'none'}. Everything else is changed on staging and promoted.`,
      )
    const { min, max } = (fields.find((field) => 'name' in field && field.name === path) ?? {}) as NumberField
    return { path, column, value, min, max }
  })
  if (!tables || changes.length === 0)
    throw new PromoteError('BAD_REQUEST', 'Nothing to change.', 'Name at least one production-owned field.')
  const side = (await hasProduction(payload)) ? 'target' : 'source'
  const outcome = await updateOwnedColumns(getDatabase(payload), tables.root, side, String(id), changes)
  if (outcome.status === 'missing')
    throw new PromoteError('NOT_FOUND', `There is no "${collection}" with the id ${id} on production.`, 'Check the id.')
  if (outcome.status === 'refused')
    throw new PromoteError(
      'OUT_OF_RANGE',
      `The change would take ${changes.map((c) => `"${c.path}"`).join(', ')} of ${collection} ${id} out of its range.`,
      'Nothing was changed. Read the document again and decide.',
    )
  return outcome.values
}
