'use client'
import { Button } from '@payloadcms/ui'
import type { Promotion } from '../types.ts'
import { ErrorWords } from './ErrorWords.tsx'
import { FailureActions } from './FailureActions.tsx'
import { Notice } from './Notice.tsx'
import { Steps } from './Steps.tsx'
import { useFormats } from './useFormats.ts'
import { useTexts } from './useTexts.ts'
import { Warnings } from './Warnings.tsx'

type Props = {
  promotion: Promotion
  hasGate: boolean
  siteURL: string
  mayPromote: boolean
  /** The promotion's record has changed. */
  onChange: (promotion: Promotion) => void
  onComputeAgain: () => void
  onDismiss: () => void
}

/** How a promotion ended. */
export const Outcome = (props: Props) => {
  const { hasGate, promotion } = props
  return (
    <>
      {promotion.status === 'succeeded' ? <Success {...props} /> : <Failure {...props} />}
      <Steps hasGate={hasGate} promotion={promotion} />
    </>
  )
}

const Success = ({ promotion, siteURL, mayPromote, onChange, onDismiss }: Props) => {
  const { total, windowMs, warnings } = promotion
  const { t } = useTexts()
  const { duration } = useFormats()
  return (
    <>
      <Notice type="success">
        <p>
          {t('succeededBody', { count: total })}{' '}
          {windowMs === undefined ? t('withoutGate') : t('window', { ms: duration(windowMs) })}
        </p>
        <div className="migration-actions">
          <Button buttonStyle="secondary" el="anchor" margin={false} newTab size="small" url={siteURL}>
            {t('seeLive')}
          </Button>
          <Button buttonStyle="subtle" margin={false} onClick={onDismiss} size="small">
            {t('close')}
          </Button>
        </div>
      </Notice>
      {warnings.length > 0 && <Warnings mayRefresh={mayPromote} onRefreshed={onChange} promotion={promotion} />}
    </>
  )
}

const Failure = ({ promotion: { error, warnings }, onComputeAgain, onDismiss }: Props) => {
  const { t } = useTexts()
  return (
    <Notice type="error">
      <strong>{t('asItWas')}</strong>
      {error && <ErrorWords error={error} />}
      {warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
      <FailureActions onComputeAgain={onComputeAgain} onDismiss={onDismiss} />
    </Notice>
  )
}
