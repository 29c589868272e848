'use client'
import type { Promotion } from '../types.ts'
import { listSteps, type ShownStep, stepTexts } from './steps.ts'
import { useFormats } from './useFormats.ts'
import { useTexts } from './useTexts.ts'

const statusTexts = {
  pending: 'statusPending',
  running: 'statusRunning',
  done: 'statusDone',
  failed: 'statusFailed',
  skipped: 'statusSkipped',
} as const satisfies Record<ShownStep['status'], string>

/** The steps of a promotion with the time that each took. */
export const Steps = ({ promotion, hasGate }: { promotion: Pick<Promotion, 'steps' | 'status'>; hasGate: boolean }) => {
  const { t } = useTexts()
  const { duration } = useFormats()
  return (
    <ol aria-label={t('steps')} className="migration-steps">
      {listSteps(promotion, hasGate).map(({ step, status, ms }) => (
        <li data-status={status} key={step}>
          <span>{t(stepTexts[step])}</span>
          <span className="migration-steps__status">
            {status === 'done' && ms !== undefined ? (
              <>
                <span className="migration-hidden">{t('statusDone')}, </span>
                {duration(ms)}
              </>
            ) : (
              t(statusTexts[status])
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}
