import type { Payload } from 'payload'
import { withTransaction } from '../sql/database.ts'
import { insertSnapshotImages, selectImageTotals } from '../sql/images.ts'
import { insertSnapshot, updateSnapshotTotals } from '../sql/promotions.ts'
import { selectGeneration } from '../sql/state.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import type { Snapshot } from '../types.ts'
import { withMigrations } from './withMigrations.ts'

/**
 * Records the whole of production, as one consistent state. Files need no copy: their blobs are never overwritten.
 * @throws {PromoteError} MIGRATION_MISSING
 */
export const takeSnapshot = async ({
  payload,
  label,
  createdBy,
}: {
  payload: Payload
  label?: string | undefined
  createdBy?: string | undefined
}): Promise<Snapshot> =>
  withMigrations(() =>
    withTransaction(
      payload,
      async (tx) => {
        const generation = await selectGeneration(tx)
        const id = await insertSnapshot(tx, { label: label ?? `Generation ${generation}`, generation, createdBy })
        for (const tables of listPromotedTables(payload)) await insertSnapshotImages(tx, tables, snapshotOwner(id))
        return updateSnapshotTotals(tx, id, await selectImageTotals(tx, snapshotOwner(id)))
      },
      'repeatable read',
    ),
  )

/** How images name the snapshot they belong to. */
export const snapshotOwner = (id: string): string => `snapshot:${id}`
/** How images name the promotion whose rollback point they are. */
export const promotionOwner = (id: string): string => `promotion:${id}`
