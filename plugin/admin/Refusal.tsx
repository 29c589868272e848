'use client'
import { Button } from '@payloadcms/ui'
import { ErrorWords } from './ErrorWords.tsx'
import { Notice } from './Notice.tsx'
import type { CallError } from './useAPI.ts'
import { useTexts } from './useTexts.ts'

type Props = { error: CallError; onComputeAgain: () => void; onDismiss?: () => void }

/** Why a promotion did not start. */
export const Refusal = ({ error, onComputeAgain, onDismiss }: Props) => {
  const { t } = useTexts()
  return (
    <Notice isAlert type={error.code === 'PROMOTION_RUNNING' ? 'warning' : 'error'}>
      <ErrorWords error={error} />
      {onDismiss && (
        <div className="migration-actions">
          <Button buttonStyle="secondary" margin={false} onClick={onComputeAgain} size="small">
            {t('computeAgain')}
          </Button>
          <Button buttonStyle="subtle" margin={false} onClick={onDismiss} size="small">
            {t('close')}
          </Button>
        </div>
      )}
    </Notice>
  )
}
