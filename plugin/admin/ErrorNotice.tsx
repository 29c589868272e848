'use client'
import { Button } from '@payloadcms/ui'
import { Notice } from './Notice.tsx'
import type { CallError } from './useAPI.ts'
import { type Translate, useTexts } from './useTexts.ts'

type Props = { error: CallError; heading?: string; onTryAgain?: () => void }

/** A failed call: what failed, why, and what to do next. */
export const ErrorNotice = ({ error, heading, onTryAgain }: Props) => {
  const { t } = useTexts()
  const { message, hint } = wordsOf(error, t)
  return (
    <Notice isAlert type="error">
      {heading && <strong>{heading}</strong>}
      <p>{message}</p>
      {hint && <p>{withCommands(hint)}</p>}
      {onTryAgain && (
        <Button buttonStyle="secondary" margin={false} onClick={onTryAgain} size="small">
          {t('tryAgain')}
        </Button>
      )}
    </Notice>
  )
}

/** What to say about a failed call: the server's words where it had any. */
export const wordsOf = (
  { code, message, hint, status }: CallError,
  t: Translate,
): { message: string; hint: string } => {
  if (code === 'UNREACHABLE') return { message: t('unreachable'), hint: t('unreachableHint') }
  if (code === 'UNEXPECTED_ANSWER')
    return { message: message || t('unexpectedAnswer', { status }), hint: t('unexpectedAnswerHint') }
  return { message, hint }
}

/** Commands, which the server puts in quotes, as code that can be copied. */
const withCommands = (hint: string) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
  hint.split(/"(npx [^"]+)"/).map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))
