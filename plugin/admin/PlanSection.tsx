'use client'
import { ShimmerEffect } from '@payloadcms/ui'
import { useRef, useState } from 'react'
import type { Plan, PromoteRequest } from '../types.ts'
import { type ChangeFilter, noFilter } from './ChangeFilters.tsx'
import { ChangeList } from './ChangeList.tsx'
import { Counts } from './Counts.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'
import { Notice } from './Notice.tsx'
import { Problems } from './Problems.tsx'
import { PromoteCard } from './PromoteCard.tsx'
import type { CallError } from './useAPI.ts'
import { useTexts } from './useTexts.ts'

type Props = {
  plan: Plan | undefined
  error: CallError | undefined
  onCompute: () => void
  rights: { hasGate: boolean; mayPromote: boolean; maySnapshot: boolean }
  isBusy: boolean
  isStarting: boolean
  onPromote: (request: PromoteRequest) => void
}

/** What a promotion would do: nothing, or its problems, counts and changes, and the button that does it. */
export const PlanSection = ({ plan, error, onCompute, ...rest }: Props) => {
  const { t } = useTexts()
  if (error) return <ErrorNotice error={error} heading={t('planFailed')} onTryAgain={onCompute} />
  if (!plan) return <ComputingPlan />
  if (plan.total === 0)
    return (
      <section aria-labelledby="migration-nothing" className="migration-card migration-nothing">
        <h2 id="migration-nothing">{t('nothingHeading')}</h2>
        <p>{t('nothingBody')}</p>
      </section>
    )
  return <PlanContents key={plan.id} plan={plan} {...rest} />
}

const ComputingPlan = () => (
  <div className="migration-overview">
    <ShimmerEffect height={260} />
    <ShimmerEffect height={260} />
  </div>
)

type ContentsProps = Omit<Props, 'plan' | 'error' | 'onCompute'> & { plan: Plan }

const PlanContents = ({ plan, rights, ...rest }: ContentsProps) => {
  const { t } = useTexts()
  const [filter, setFilter] = useState<ChangeFilter>(noFilter)
  const list = useRef<HTMLDivElement>(null)
  const filterFromCounts = (next: ChangeFilter) => {
    setFilter(next)
    list.current?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <>
      {plan.first && (
        <Notice type="info">
          <strong>{t('firstHeading')}</strong>
          <p>{t('firstBody')}</p>
        </Notice>
      )}
      <Problems problems={plan.problems} />
      <div className="migration-overview">
        <section aria-labelledby="migration-overview">
          <h2 id="migration-overview">{t('summary')}</h2>
          <Counts filter={filter} onFilter={filterFromCounts} plan={plan} />
        </section>
        <PromoteCard plan={plan} {...rights} {...rest} />
      </div>
      <div ref={list}>
        <ChangeList filter={filter} onFilter={setFilter} plan={plan} />
      </div>
    </>
  )
}
