'use client'
import { ShimmerEffect } from '@payloadcms/ui'
import { isSiteOutdated } from '../sites/isSiteOutdated.ts'
import type { Promotion } from '../types.ts'
import { kinds } from './ChangeFilters.tsx'
import { sumOf } from './Counts.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'
import { type Column, ListTable } from './ListTable.tsx'
import { Pages } from './Pages.tsx'
import { RefreshSite } from './RefreshSite.tsx'
import { StatusPill } from './StatusPill.tsx'
import { useFormats } from './useFormats.ts'
import type { Loaded } from './useLoad.ts'
import { useTexts } from './useTexts.ts'
import { Warnings } from './Warnings.tsx'

export type PromotionPage = { docs: Promotion[]; page: number; totalDocs: number; totalPages: number }

type Props = {
  promotions: Loaded<PromotionPage>
  mayRefresh: boolean
  /** The promotion whose outcome is shown above, if one is. */
  shownId: string | undefined
  onPage: (page: number) => void
  onRefreshed: () => void
}

/** The promotions so far. */
export const History = ({ promotions: { value, error, isLoading, reload }, onPage, ...last }: Props) => {
  const { t } = useTexts()
  return (
    <section aria-labelledby="migration-history" className="migration-section">
      <h2 id="migration-history">{t('history')}</h2>
      {error && <ErrorNotice error={error} onTryAgain={reload} />}
      {!value && !error && <ShimmerEffect height={120} />}
      {value?.totalDocs === 0 && <p>{t('noHistory')}</p>}
      {value && value.totalDocs > 0 && (
        <>
          {value.page === 1 && <LastPromotion promotions={value.docs} {...last} />}
          <HistoryTable isLoading={isLoading} promotions={value.docs} />
          <Pages list={t('history')} onChange={onPage} page={value.page} totalPages={value.totalPages} />
        </>
      )}
    </section>
  )
}

type LastProps = Pick<Props, 'mayRefresh' | 'shownId' | 'onRefreshed'> & { promotions: Promotion[] }

/** What the site has not heard of the last promotion, until it has; and how to tell it again. */
const LastPromotion = ({ promotions, mayRefresh, shownId, onRefreshed }: LastProps) => {
  const last = promotions.find(({ generation }) => generation !== undefined)
  if (!last || last.id === shownId) return null
  if (isSiteOutdated(last)) return <Warnings mayRefresh={mayRefresh} onRefreshed={onRefreshed} promotion={last} />
  if (!mayRefresh) return null
  return (
    <div className="migration-refresh">
      <RefreshSite onRefreshed={onRefreshed} />
    </div>
  )
}

const countTexts = { create: 'countCreate', update: 'countUpdate', delete: 'countDelete' } as const

const HistoryTable = ({ promotions, isLoading }: { promotions: Promotion[]; isLoading: boolean }) => {
  const { t } = useTexts()
  const { date, duration } = useFormats()
  const counts = (promotion: Promotion) => {
    const sum = sumOf(promotion)
    return kinds
      .filter((kind) => sum[kind] > 0)
      .map((kind) => t(countTexts[kind], { count: sum[kind] }))
      .join(', ')
  }
  const window = ({ windowMs, status }: Promotion) =>
    windowMs !== undefined ? duration(windowMs) : status === 'succeeded' ? t('none') : '–'
  const remark = ({ note, error }: Promotion) => (
    <>
      {note}
      {error && <span className="migration-table__error">{error.message}</span>}
    </>
  )
  const columns: Column<Promotion>[] = [
    { key: 'when', label: t('when'), cell: ({ startedAt, createdAt }) => date(startedAt ?? createdAt) },
    { key: 'result', label: t('result'), cell: (promotion) => <StatusPill promotion={promotion} />, isNarrow: true },
    { key: 'who', label: t('who'), cell: ({ createdBy }) => createdBy ?? '–' },
    { key: 'changes', label: t('changes'), cell: counts },
    { key: 'window', label: t('windowColumn'), cell: window },
    { key: 'note', label: t('noteColumn'), cell: remark },
  ]
  return (
    <ListTable
      caption={t('history')}
      columns={columns}
      isLoading={isLoading}
      keyOf={({ id }) => id}
      meta={(promotion) => (
        <>
          {[promotion.createdBy, counts(promotion), promotion.windowMs !== undefined && window(promotion)]
            .filter(Boolean)
            .join(' · ')}{' '}
          {remark(promotion)}
        </>
      )}
      rows={promotions}
    />
  )
}
