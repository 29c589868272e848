'use client'
import { Pill } from '@payloadcms/ui'
import type { Promotion, PromotionStatus } from '../types.ts'
import { useTexts } from './useTexts.ts'

const styles = {
  scheduled: 'light-gray',
  queued: 'light-gray',
  running: 'warning',
  succeeded: 'success',
  failed: 'error',
  cancelled: 'light-gray',
} as const satisfies Record<PromotionStatus, string>

const texts = {
  scheduled: 'promotionScheduled',
  queued: 'promotionQueued',
  running: 'promotionRunning',
  succeeded: 'promotionSucceeded',
  failed: 'promotionFailed',
  cancelled: 'promotionCancelled',
} as const satisfies Record<PromotionStatus, string>

/** How far a promotion has come, and that it is a rollback or a restore where it is. */
export const StatusPill = ({ promotion: { kind, status } }: { promotion: Pick<Promotion, 'kind' | 'status'> }) => {
  const { t } = useTexts()
  return (
    <div className="migration-pills">
      <Pill pillStyle={styles[status]} size="small">
        {t(texts[status])}
      </Pill>
      {kind !== 'promotion' && (
        <Pill pillStyle="light-gray" size="small">
          {t(kind === 'rollback' ? 'kindRollback' : 'kindRestore')}
        </Pill>
      )}
    </div>
  )
}
