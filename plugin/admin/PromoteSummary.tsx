'use client'
import type { Plan } from '../types.ts'
import { kinds } from './ChangeFilters.tsx'
import { sumOf } from './Counts.tsx'
import { useTexts } from './useTexts.ts'

type Props = { plan: Plan; snapshot: boolean | string | undefined; hasGate: boolean }

const texts = { create: 'confirmCreate', update: 'confirmUpdate', delete: 'confirmDelete' } as const

/** What will happen, in words. */
export const PromoteSummary = ({ plan, snapshot, hasGate }: Props) => {
  const { t } = useTexts()
  const sum = sumOf(plan)
  return (
    <div className="migration-summary">
      <p>{t('confirmIntro')}</p>
      <ul>
        {kinds
          .filter((kind) => sum[kind] > 0)
          .map((kind) => (
            <li key={kind}>{t(texts[kind], { count: sum[kind] })}</li>
          ))}
      </ul>
      <p>
        {typeof snapshot === 'string'
          ? t('confirmSnapshotNamed', { label: snapshot })
          : t(snapshot ? 'confirmSnapshot' : 'confirmNoSnapshot')}
      </p>
      <p>{t(hasGate ? 'confirmGate' : 'confirmNoGate')}</p>
      {plan.problems.length > 0 && <p>{t('confirmWarnings', { count: plan.problems.length })}</p>}
    </div>
  )
}
