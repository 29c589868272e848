'use client'
import { ChevronIcon } from '@payloadcms/ui'
import { useTexts } from './useTexts.ts'

type Props = {
  /** What the pages are of, for those who hear it. */
  list: string
  page: number
  totalPages: number
  onChange: (page: number) => void
}

/** Payload's pagination with names on its buttons: its own arrows have none. */
export const Pages = ({ list, page, totalPages, onChange }: Props) => {
  const { t } = useTexts()
  if (totalPages <= 1) return null
  const arrow = (direction: 'left' | 'right', to: number, label: string) => {
    const isDisabled = to < 1 || to > totalPages
    return (
      <button
        aria-label={label}
        className={`clickable-arrow clickable-arrow--${direction}${isDisabled ? ' clickable-arrow--is-disabled' : ''}`}
        // Not `disabled`: the button that led to the last page keeps the focus.
        aria-disabled={isDisabled}
        onClick={() => isDisabled || onChange(to)}
        type="button"
      >
        <ChevronIcon />
      </button>
    )
  }
  return (
    <nav aria-label={t('pagesOf', { list })} className="paginator migration-pages">
      {arrow('left', page - 1, t('previousPage'))}
      {arrow('right', page + 1, t('nextPage'))}
      {listPages(page, totalPages).map((number, index, all) => (
        <span className="migration-pages__item" key={number}>
          {index > 0 && number - all[index - 1]! > 1 && <span className="paginator__separator">…</span>}
          <button
            aria-current={number === page ? 'page' : undefined}
            aria-label={t('page', { page: number })}
            className={`paginator__page${number === page ? ' paginator__page--is-current' : ''}`}
            onClick={() => onChange(number)}
            type="button"
          >
            {number}
          </button>
        </span>
      ))}
    </nav>
  )
}

/** The first, the last, and those around the current one. */
const listPages = (page: number, totalPages: number): number[] =>
  [...new Set([1, page - 1, page, page + 1, totalPages])].filter((n) => n >= 1 && n <= totalPages).sort((a, b) => a - b)
