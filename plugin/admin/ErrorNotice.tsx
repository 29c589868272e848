'use client'
import { Button } from '@payloadcms/ui'
import { ErrorWords } from './ErrorWords.tsx'
import { Notice } from './Notice.tsx'
import type { CallError } from './useAPI.ts'
import { useTexts } from './useTexts.ts'

type Props = { error: CallError; heading?: string; onTryAgain?: () => void }

/** A failed call. */
export const ErrorNotice = ({ error, heading, onTryAgain }: Props) => {
  const { t } = useTexts()
  return (
    <Notice isAlert type="error">
      {heading && <strong>{heading}</strong>}
      <ErrorWords error={error} />
      {onTryAgain && (
        <Button buttonStyle="secondary" margin={false} onClick={onTryAgain} size="small">
          {t('tryAgain')}
        </Button>
      )}
    </Notice>
  )
}
