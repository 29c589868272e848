import type { Promotion } from 'payload-promote/types'
import { promotionOwner } from '../../plugin/operations/takeSnapshot.ts'
import { withTransaction } from '../../plugin/sql/database.ts'
import { putBack } from '../../plugin/sql/putBack.ts'
import { listPromotedTables } from '../../plugin/sql/tablePairs.ts'
import type { Site } from './createSite.ts'

/** Puts production back to what it was before a promotion, from the rollback point that it left. */
export const putPromotionBack = (site: Site, promotion: Promotion): Promise<void> =>
  withTransaction(site.payload, (tx) =>
    putBack(tx, listPromotedTables(site.payload), {
      owner: promotionOwner(promotion.id),
      planId: promotion.planId!,
    }),
  )
