import { computePlan, runPromotion } from 'payload-promote'
import type { Plan, Promotion } from 'payload-promote/types'
import type { Site } from './createSite.ts'

/** Plans and promotes everything; a promotion that does not succeed fails the test with its error. */
export const promoteAll = async (site: Site): Promise<{ plan: Plan; promotion: Promotion }> => {
  const plan = await computePlan({ payload: site.payload })
  const deleteAll = plan.problems.flatMap(({ code, collection }) => (code === 'ALL_DELETED' && collection) || [])
  const promotion = await runPromotion({ payload: site.payload, planId: plan.id, deleteAll })
  if (promotion.status !== 'succeeded')
    throw new Error(`The promotion ${promotion.status}: ${JSON.stringify(promotion.error, null, 2)}`)
  return { plan, promotion }
}
