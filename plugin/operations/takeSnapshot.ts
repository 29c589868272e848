import type { Payload } from 'payload'
import { tuneTransaction, withTransaction } from '../sql/database.ts'
import { insertSnapshotImages } from '../sql/images.ts'
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
        await tuneTransaction(tx)
        const generation = await selectGeneration(tx)
        const id = await insertSnapshot(tx, { label: label ?? `Generation ${generation}`, generation, createdBy })
        const totals = { documents: 0, rows: 0, bytes: 0 }
        for (const tables of listPromotedTables(payload)) {
          const { documents, rows, bytes } = await insertSnapshotImages(tx, tables, snapshotOwner(id))
          totals.documents += documents
          totals.rows += rows
          totals.bytes += bytes
        }
        return updateSnapshotTotals(tx, id, totals)
      },
      'repeatable read',
    ),
  )

/** How images name the snapshot they belong to. */
export const snapshotOwner = (id: string): string => `snapshot:${id}`
/** How images name the promotion whose rollback point they are. */
export const promotionOwner = (id: string): string => `promotion:${id}`
