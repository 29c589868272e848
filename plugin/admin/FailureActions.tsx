'use client'
import { Button } from '@payloadcms/ui'
import { useTexts } from './useTexts.ts'

/** What to do about a promotion that failed or did not start. */
export const FailureActions = ({
  onComputeAgain,
  onDismiss,
}: {
  onComputeAgain: () => void
  onDismiss: () => void
}) => {
  const { t } = useTexts()
  return (
    <div className="migration-actions">
      <Button buttonStyle="secondary" margin={false} onClick={onComputeAgain} size="small">
        {t('computeAgain')}
      </Button>
      <Button buttonStyle="subtle" margin={false} onClick={onDismiss} size="small">
        {t('close')}
      </Button>
    </div>
  )
}
