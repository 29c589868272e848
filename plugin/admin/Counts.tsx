'use client'
import type { ChangeKind, Plan } from '../types.ts'
import { type ChangeFilter, kinds, noFilter } from './ChangeFilters.tsx'
import { useEntities } from './useEntities.ts'
import { useFormats } from './useFormats.ts'
import { useTexts } from './useTexts.ts'

type Props = { plan: Plan; filter: ChangeFilter; onFilter: (filter: ChangeFilter) => void }

/** Number of changes for each collection and kind. Each number is a filter of the list. */
export const Counts = ({ plan, filter, onFilter }: Props) => {
  const { t } = useTexts()
  const entities = useEntities()
  const rows = Object.entries(plan.counts)
    .map(([key, counts]) => ({ key, name: entities.plural(key), counts }))
    .sort((a, b) => a.name.localeCompare(b.name))
  return (
    <div className="migration-counts">
      <table>
        <caption className="migration-hidden">{t('changesOf')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('collection')}</th>
            {kinds.map((kind) => (
              <th key={kind} scope="col">
                {t(kind)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, counts }) => (
            <Row collection={key} counts={counts} filter={filter} key={key} name={name} onFilter={onFilter} />
          ))}
        </tbody>
        <tfoot>
          <Row
            collection=""
            counts={sumOf(plan)}
            filter={filter}
            name={t('totalOf', { count: plan.total })}
            onFilter={onFilter}
          />
        </tfoot>
      </table>
    </div>
  )
}

type RowProps = Omit<Props, 'plan'> & {
  /** Key of the collection; empty for all of them. */
  collection: string
  name: string
  counts: Record<ChangeKind, number>
}

const Row = ({ collection, name, counts, filter, onFilter }: RowProps) => {
  const { t } = useTexts()
  const { number } = useFormats()
  const toggle = (kind: ChangeKind | '', label: string, text: string) => {
    const isPressed = filter.collection === collection && filter.kind === kind
    return (
      <button
        aria-label={label}
        aria-pressed={isPressed}
        onClick={() => onFilter(isPressed ? noFilter : { collection, kind, search: '' })}
        type="button"
      >
        {text}
      </button>
    )
  }
  return (
    <tr>
      <th scope="row">{toggle('', t('allOf', { collection: name }), name)}</th>
      {kinds.map((kind) => (
        <td data-kind={kind} key={kind}>
          {counts[kind] > 0
            ? toggle(kind, t('kindOf', { collection: name, kind: t(kind), count: counts[kind] }), number(counts[kind]))
            : '–'}
        </td>
      ))}
    </tr>
  )
}

/** How many documents of each kind a plan changes. */
export const sumOf = ({ counts }: Pick<Plan, 'counts'>): Record<ChangeKind, number> => {
  const sum = { create: 0, update: 0, delete: 0 }
  for (const count of Object.values(counts)) for (const kind of kinds) sum[kind] += count[kind]
  return sum
}
