import type { Payload } from 'payload'
import { selectAddresses } from '../sql/addresses.ts'
import { getDatabase } from '../sql/database.ts'
import { type PromotedKey, selectPromotedKeys } from '../sql/plans.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import type { PromotedChange, Promotion } from '../types.ts'
import { promotionOwner } from './takeSnapshot.ts'

/** What a committed promotion changed, for `onPromoted`: which documents, and where they stood and stand. */
export const listPromotedChanges = async (
  payload: Payload,
  { id, planId, kept = [] }: Pick<Promotion, 'id' | 'planId' | 'kept'>,
): Promise<PromotedChange[]> => {
  if (!planId) return []
  const db = getDatabase(payload)
  const keys = await selectPromotedKeys(db, planId, kept)
  const changes: PromotedChange[] = []
  for (const tables of listPromotedTables(payload)) {
    const ofEntity = keys.filter(({ entity }) => entity === tables.key)
    if (ofEntity.length === 0) continue
    const addresses = await selectAddresses(db, payload, tables, { owner: promotionOwner(id), planId })
    for (const key of ofEntity)
      changes.push(toChange(key, tables.entity.kind === 'global' ? tables.entity.slug : key.id, addresses.get(key.id)))
  }
  return changes
}

const toChange = (
  { entity, kind, title }: PromotedKey,
  id: string,
  address: { before: PromotedChange['before']; after: PromotedChange['after'] } | undefined,
): PromotedChange => ({
  collection: entity,
  id,
  kind,
  title: title ?? id,
  ...(kind === 'create' ? {} : { before: address?.before ?? {} }),
  ...(kind === 'delete' ? {} : { after: address?.after ?? {} }),
})
