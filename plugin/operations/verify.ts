import type { Payload } from 'payload'
import { withTransaction } from '../sql/database.ts'
import { type Drifted, selectDrifted } from '../sql/drift.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import { withMigrations } from './withMigrations.ts'

/**
 * Looks through the whole of production for drift: documents that are not what the last promotion left there.
 * @throws {PromoteError} MIGRATION_MISSING
 */
export const verify = async ({ payload }: { payload: Payload }): Promise<Drifted[]> =>
  withMigrations(() =>
    withTransaction(
      payload,
      async (tx) => {
        const drifted: Drifted[] = []
        for (const tables of listPromotedTables(payload)) drifted.push(...(await selectDrifted(tx, tables)))
        return drifted
      },
      'repeatable read',
    ),
  )
