'use client'
import { useEffect, useRef } from 'react'
import type { Promotion } from '../types.ts'
import { Outcome } from './Outcome.tsx'
import { Progress } from './Progress.tsx'
import { Refusal } from './Refusal.tsx'
import { hasEnded, type PromotionState } from './usePromotion.ts'
import { type Translate, useTexts } from './useTexts.ts'

type Props = {
  state: PromotionState
  hasGate: boolean
  siteURL: string
  mayPromote: boolean
  onChange: (promotion: Promotion) => void
  onComputeAgain: () => void
  onDismiss: () => void
}

/** The promotion of the moment: why it did not start, how far it is, or how it ended. */
export const PromotionPanel = ({ state, onComputeAgain, onDismiss, hasGate, ...outcome }: Props) => {
  const { t } = useTexts()
  const { promotion, refusal, isOwn, isUnreachable } = state
  const heading = useRef<HTMLHeadingElement>(null)
  const isShown = Boolean(promotion || refusal)
  useEffect(() => {
    // The button that had the focus can't be pressed any more.
    if (isShown && isOwn) heading.current?.focus()
  }, [isShown, isOwn])
  if (!isShown) return null
  return (
    <section aria-labelledby="migration-promotion" className="migration-section migration-promotion">
      <h2 id="migration-promotion" ref={heading} tabIndex={-1}>
        {headingOf(state, t)}
      </h2>
      {refusal && <Refusal error={refusal} onComputeAgain={onComputeAgain} {...(promotion ? {} : { onDismiss })} />}
      {promotion && !hasEnded(promotion) && (
        <Progress hasGate={hasGate} isUnreachable={isUnreachable} promotion={promotion} />
      )}
      {promotion && hasEnded(promotion) && (
        <Outcome
          hasGate={hasGate}
          onComputeAgain={onComputeAgain}
          onDismiss={onDismiss}
          promotion={promotion}
          {...outcome}
        />
      )}
    </section>
  )
}

const headingOf = ({ promotion, refusal }: PromotionState, t: Translate): string => {
  if (promotion?.status === 'succeeded') return t('succeeded')
  if (promotion && hasEnded(promotion)) return t('failed')
  if (promotion) return t(refusal ? 'alreadyRunning' : 'running')
  return t(
    refusal?.code === 'PLAN_STALE'
      ? 'planStale'
      : refusal?.code === 'PROMOTION_RUNNING'
        ? 'alreadyRunning'
        : 'notStarted',
  )
}
