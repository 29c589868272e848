'use client'
import { Pill, ShimmerEffect, useModal } from '@payloadcms/ui'
import { useState } from 'react'
import type { Change, ChangePage, Plan } from '../types.ts'
import { ChangeDrawer, changeDrawerSlug } from './ChangeDrawer.tsx'
import { type ChangeFilter, ChangeFilters } from './ChangeFilters.tsx'
import { Choice } from './Choice.tsx'
import { ErrorNotice } from './ErrorNotice.tsx'
import { KindPill } from './KindPill.tsx'
import { type Column, ListTable } from './ListTable.tsx'
import { Pages } from './Pages.tsx'
import { useEntities } from './useEntities.ts'
import { useFormats } from './useFormats.ts'
import { useLoad } from './useLoad.ts'
import { useTexts } from './useTexts.ts'

const limits = ['10', '25', '50', '100']

type Props = { plan: Plan; filter: ChangeFilter; onFilter: (filter: ChangeFilter) => void }

/** What the plan would change, document by document. */
export const ChangeList = ({ plan, filter, onFilter }: Props) => {
  const { t } = useTexts()
  const { openModal } = useModal()
  const [{ page, of }, setPage] = useState({ page: 1, of: '' })
  const [limit, setLimit] = useState('25')
  const [opened, setOpened] = useState<Change>()
  // A page belongs to its filter: another filter begins at its first page.
  const shown = JSON.stringify([filter, limit])
  const { value, error, isLoading, reload } = useLoad<ChangePage>(`/plans/${plan.id}/changes`, {
    ...filter,
    limit: Number(limit),
    page: of === shown ? page : 1,
  })
  const open = (change: Change) => {
    setOpened(change)
    openModal(changeDrawerSlug)
  }
  return (
    <section aria-labelledby="migration-changes" className="migration-section">
      <h2 id="migration-changes">{t('changes')}</h2>
      <ChangeFilters filter={filter} onFilter={onFilter} plan={plan} />
      <p className="migration-list-status" role="status">
        {value && t('found', { count: value.totalDocs })}
      </p>
      {error && <ErrorNotice error={error} onTryAgain={reload} />}
      {!value && !error && <ShimmerEffect height={240} />}
      {value?.totalDocs === 0 && <p>{t('noneFound')}</p>}
      {value && value.totalDocs > 0 && (
        <>
          <ChangeTable changes={value.docs} isLoading={isLoading} onOpen={open} />
          <div className="migration-list-foot">
            <Pages
              list={t('changes')}
              onChange={(page) => setPage({ page, of: shown })}
              page={value.page}
              totalPages={value.totalPages}
            />
            {value.totalDocs > Number(limits[0]) && (
              <Choice
                label={t('perPage')}
                onChange={setLimit}
                options={limits.map((limit) => ({ value: limit, label: limit }))}
                value={limit}
              />
            )}
          </div>
        </>
      )}
      <ChangeDrawer change={opened} planId={plan.id} />
    </section>
  )
}

type TableProps = { changes: Change[]; isLoading: boolean; onOpen: (change: Change) => void }

const ChangeTable = ({ changes, isLoading, onOpen }: TableProps) => {
  const { t } = useTexts()
  const { date } = useFormats()
  const entities = useEntities()
  const collection = (change: Change) =>
    entities.isGlobal(change.collection) ? t('global') : entities.singular(change.collection)
  const title = (change: Change) => (
    <>
      <button aria-haspopup="dialog" className="migration-title" onClick={() => onOpen(change)} type="button">
        {entities.isGlobal(change.collection) ? entities.singular(change.collection) : change.title}
      </button>
      {change.drift && (
        <Pill pillStyle="warning" size="small">
          {t('drift')}
        </Pill>
      )}
    </>
  )
  const columns: Column<Change>[] = [
    { key: 'title', label: t('documentTitle'), cell: title },
    { key: 'kind', label: t('kind'), cell: ({ kind }) => <KindPill kind={kind} />, isNarrow: true },
    { key: 'collection', label: t('collection'), cell: collection },
    { key: 'by', label: t('changedBy'), cell: ({ updatedBy }) => updatedBy ?? '–' },
    { key: 'at', label: t('changedAt'), cell: ({ updatedAt }) => updatedAt && date(updatedAt) },
  ]
  return (
    <ListTable
      caption={t('changes')}
      columns={columns}
      isLoading={isLoading}
      keyOf={(change) => `${change.collection} ${change.id}`}
      meta={(change) =>
        [collection(change), change.updatedBy, change.updatedAt && date(change.updatedAt)].filter(Boolean).join(' · ')
      }
      rows={changes}
    />
  )
}
