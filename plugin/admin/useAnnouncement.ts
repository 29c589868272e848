'use client'
import { listSteps, stepTexts } from './steps.ts'
import type { PromotionState } from './usePromotion.ts'
import { hasEnded } from './usePromotion.ts'
import { useTexts } from './useTexts.ts'

/** One sentence about what goes on, for those who hear the page: the step of a promotion, its end, or the computing. */
export const useAnnouncement = (
  { promotion }: PromotionState,
  { isComputing, hasGate }: { isComputing: boolean; hasGate: boolean },
): string => {
  const { t } = useTexts()
  if (promotion?.status === 'succeeded') return `${t('succeeded')}. ${t('succeededBody', { count: promotion.total })}`
  if (promotion && hasEnded(promotion)) return `${t('failed')}. ${t('asItWas')} ${promotion.error?.message ?? ''}`
  if (promotion) {
    const steps = listSteps(promotion, hasGate)
    const index = steps.findIndex(({ status }) => status === 'running')
    const step = steps[index]
    return step ? t('stepNow', { step: index + 1, steps: steps.length, name: t(stepTexts[step.step]) }) : t('running')
  }
  return isComputing ? t('computing') : ''
}
