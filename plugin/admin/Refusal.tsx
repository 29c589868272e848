'use client'
import { ErrorWords } from './ErrorWords.tsx'
import { FailureActions } from './FailureActions.tsx'
import { Notice } from './Notice.tsx'
import type { CallError } from './useAPI.ts'

type Props = { error: CallError; onComputeAgain: () => void; onDismiss?: () => void }

/** Why a promotion did not start. */
export const Refusal = ({ error, onComputeAgain, onDismiss }: Props) => {
  return (
    <Notice isAlert type={error.code === 'PROMOTION_RUNNING' ? 'warning' : 'error'}>
      <ErrorWords error={error} />
      {onDismiss && <FailureActions onComputeAgain={onComputeAgain} onDismiss={onDismiss} />}
    </Notice>
  )
}
