'use client'
import type { Promotion } from '../types.ts'
import { Steps } from './Steps.tsx'
import { useFormats } from './useFormats.ts'
import { useTexts } from './useTexts.ts'

type Props = { promotion: Promotion; hasGate: boolean; isUnreachable: boolean }

/** A running promotion. */
export const Progress = ({ promotion, hasGate, isUnreachable }: Props) => {
  const { t } = useTexts()
  const { date } = useFormats()
  const since = date(promotion.startedAt ?? promotion.createdAt)
  return (
    <div className="migration-card">
      <p>
        {promotion.createdBy
          ? t('runningBy', { user: promotion.createdBy, date: since })
          : t('runningSince', { date: since })}
      </p>
      <Steps hasGate={hasGate} promotion={promotion} />
      {isUnreachable && <p role="status">{t('reconnecting')}</p>}
    </div>
  )
}
