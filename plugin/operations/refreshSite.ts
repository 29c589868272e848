import type { Payload } from 'payload'
import { createEdgeClient } from '../edge/createEdgeClient.ts'
import { PromoteError } from '../errors.ts'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { selectPromotion } from '../sql/promotions.ts'
import { selectLastCommitted } from '../sql/siteState.ts'
import type { Promotion } from '../types.ts'
import { tellSite } from './tellSite.ts'
import { withMigrations } from './withMigrations.ts'

/**
 * Tells the site again of the last promotion: every app server forgets what it cached, `onPromoted` runs if it had
 * failed, and the edge's caches become invalid. Returns the record; what still fails is among its `warnings`.
 * @throws {PromoteError} NOT_FOUND before the first promotion; EDGE_UNREACHABLE, EDGE_REFUSED; MIGRATION_MISSING
 */
export const refreshSite = async ({ payload }: { payload: Payload }): Promise<Promotion> =>
  withMigrations(async () => {
    const db = getDatabase(payload)
    const id = await selectLastCommitted(db)
    if (!id) throw new PromoteError('NOT_FOUND', 'Nothing has been promoted yet.', 'Promote first.')
    await tellSite(payload, id)
    const promotion = (await selectPromotion(db, id))!
    const { edge } = getModel(payload.config)
    // What the edge fetched meanwhile may be as old as what the servers had.
    if (edge) await createEdgeClient(edge).call({ op: 'invalidate', bans: 'all', generation: promotion.generation! })
    return promotion
  })
