'use client'
import { Button, Gutter } from '@payloadcms/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Promotion } from '../types.ts'
import { History, type PromotionPage } from './History.tsx'
import './migration.css'
import { PlanSection } from './PlanSection.tsx'
import { PromotionPanel } from './PromotionPanel.tsx'
import { Snapshots } from './Snapshots.tsx'
import { useAnnouncement } from './useAnnouncement.ts'
import { useFormats } from './useFormats.ts'
import { useLoad } from './useLoad.ts'
import { usePlan } from './usePlan.ts'
import { usePromotion } from './usePromotion.ts'
import { useTexts } from './useTexts.ts'

type Props = {
  /** Whether visitors are kept behind a maintenance page during the switch. */
  hasGate: boolean
  mayPromote: boolean
  maySnapshot: boolean
  /** Where the public site is. */
  siteURL: string
}

/** What a promotion would do, the promotion itself, and those before it. */
export const Migration = ({ siteURL, ...rights }: Props) => {
  const { t } = useTexts()
  const { date } = useFormats()
  const { plan, error, isComputing, compute } = usePlan()
  const [page, setPage] = useState(1)
  const promotions = useLoad<PromotionPage>('/promotions', { page, limit: 10 })
  const [ended, setEnded] = useState(0)
  const title = useRef<HTMLHeadingElement>(null)

  const { reload } = promotions
  const onEnd = useCallback(
    ({ status }: { status: string }) => {
      setEnded((n) => n + 1)
      setPage(1)
      reload()
      // What is live now is no longer to be promoted. After a failure the plan may still be true.
      if (status === 'succeeded') void compute()
    },
    [compute, reload],
  )
  const promotion = usePromotion(onEnd)
  const announcement = useAnnouncement(promotion, { isComputing, hasGate: rights.hasGate })

  const isOpened = useRef(false)
  useEffect(() => {
    if (isOpened.current) return
    isOpened.current = true
    void compute()
  }, [compute])

  // Somebody else's promotion, or one's own from before a reload.
  const running = promotions.value?.docs.find(({ status }) => status === 'running')
  const { follow, isRunning, isStarting } = promotion
  const shownId = promotion.promotion?.id
  const joined = useRef<string>(undefined)
  useEffect(() => {
    // Once: the list still says "running" for a moment after it has ended.
    if (!running || isRunning || isStarting || running.id === joined.current || running.id === shownId) return
    joined.current = running.id
    follow(running)
  }, [running, shownId, isRunning, isStarting, follow])

  const onRefreshed = (refreshed: Promotion) => {
    follow(refreshed)
    reload()
  }
  const dismiss = () => {
    promotion.dismiss()
    title.current?.focus()
  }
  const computeAgain = () => {
    dismiss()
    void compute()
  }
  return (
    <main className="migration">
      <Gutter>
        <header className="migration-header">
          <div>
            <h1 ref={title} tabIndex={-1}>
              {t('migration')}
            </h1>
            <p>{t('intro')}</p>
          </div>
          <div className="migration-header__plan">
            <Button
              buttonStyle="secondary"
              disabled={promotion.isRunning}
              margin={false}
              onClick={() => isComputing || compute()}
              size="medium"
            >
              {t('computeAgain')}
            </Button>
            <p>{isComputing ? t('computing') : plan && t('computedAt', { date: date(plan.computedAt) })}</p>
          </div>
        </header>
        <p className="migration-hidden" role="status">
          {announcement}
        </p>
        <PromotionPanel
          hasGate={rights.hasGate}
          mayPromote={rights.mayPromote}
          onChange={onRefreshed}
          onComputeAgain={computeAgain}
          onDismiss={dismiss}
          siteURL={siteURL}
          state={promotion}
        />
        <PlanSection
          error={error}
          isBusy={promotion.isRunning}
          isStarting={promotion.isStarting}
          onCompute={compute}
          onPromote={promotion.start}
          plan={plan}
          rights={rights}
        />
        <History
          mayRefresh={rights.mayPromote && !promotion.isRunning}
          onPage={setPage}
          onRefreshed={reload}
          promotions={promotions}
          shownId={shownId}
        />
        <Snapshots mayTake={rights.maySnapshot} version={ended} />
      </Gutter>
    </main>
  )
}
