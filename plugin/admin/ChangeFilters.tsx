'use client'
import { Button, SearchFilter, SearchIcon } from '@payloadcms/ui'
import type { ChangeKind, Plan } from '../types.ts'
import { Choice } from './Choice.tsx'
import { useEntities } from './useEntities.ts'
import { useTexts } from './useTexts.ts'

export const kinds: ChangeKind[] = ['create', 'update', 'delete']

/** What the list shows; an empty member lets everything pass. */
export type ChangeFilter = { collection: string; kind: ChangeKind | ''; search: string }

export const noFilter: ChangeFilter = { collection: '', kind: '', search: '' }

type Props = { plan: Plan; filter: ChangeFilter; onFilter: (filter: ChangeFilter) => void }

/** Search and filters of the list of changes. */
export const ChangeFilters = ({ plan, filter, onFilter }: Props) => {
  const { t } = useTexts()
  const entities = useEntities()
  const collections = Object.keys(plan.counts)
    .map((key) => ({ value: key, label: entities.plural(key) }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const isFiltered = Boolean(filter.collection || filter.kind || filter.search)
  return (
    <search className="migration-filters">
      <div className="search-bar">
        <SearchIcon />
        <SearchFilter
          handleChange={(search) => onFilter({ ...filter, search: search ?? '' })}
          label={t('search')}
          searchQueryParam={filter.search}
        />
      </div>
      <Choice
        hidesLabel
        label={t('filterCollection')}
        onChange={(collection) => onFilter({ ...filter, collection })}
        options={[{ value: '', label: t('allCollections') }, ...collections]}
        value={filter.collection}
      />
      <Choice<ChangeKind | ''>
        hidesLabel
        label={t('filterKind')}
        onChange={(kind) => onFilter({ ...filter, kind })}
        options={[{ value: '', label: t('allKinds') }, ...kinds.map((kind) => ({ value: kind, label: t(kind) }))]}
        value={filter.kind}
      />
      {isFiltered && (
        <Button buttonStyle="subtle" margin={false} onClick={() => onFilter(noFilter)} size="medium">
          {t('clearFilters')}
        </Button>
      )}
    </search>
  )
}
