'use client'
import { useEntities } from './useEntities.ts'
import { useFormats } from './useFormats.ts'
import { type Translate, useTexts } from './useTexts.ts'

type Failure = { code: string; message: string; hint: string; details?: unknown; status?: number }

/** What failed, why, and what to do next: in the view's words where it has some, else in the server's. */
export const ErrorWords = ({ error }: { error: Failure }) => {
  const { t } = useTexts()
  if (error.code === 'PLAN_STALE' && listStale(error.details).length > 0)
    return <Stale documents={listStale(error.details)} />
  if (error.code === 'PROMOTION_RUNNING') return <Running details={(error.details ?? {}) as RunningDetails} />
  const { message, hint } = wordsOf(error, t)
  return (
    <>
      <p>{message}</p>
      {hint && <p>{withCommands(hint)}</p>}
    </>
  )
}

const wordsOf = ({ code, message, hint, status = 0 }: Failure, t: Translate): { message: string; hint: string } => {
  if (code === 'UNREACHABLE') return { message: t('unreachable'), hint: t('unreachableHint') }
  if (code === 'UNEXPECTED_ANSWER')
    return { message: message || t('unexpectedAnswer', { status }), hint: t('unexpectedAnswerHint') }
  return { message, hint }
}

/** Commands, which the server puts in quotes, as code that can be copied. */
const withCommands = (hint: string) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed text
  hint.split(/"(npx [^"]+)"/).map((part, index) => (index % 2 ? <code key={index}>{part}</code> : part))

type RunningDetails = { by?: string | null; since?: string }

const Running = ({ details: { by, since } }: { details: RunningDetails }) => {
  const { t } = useTexts()
  const { date } = useFormats()
  return (
    <>
      {since && (
        <p>{by ? t('runningBy', { user: by, date: date(since) }) : t('runningSince', { date: date(since) })}</p>
      )}
      <p>{t('waitForIt')}</p>
    </>
  )
}

type StaleDocument = { collection: string; id: string; title?: string | null; side: 'staging' | 'production' }

/** Beyond this many the list would bury the page. */
const namedUpTo = 50

const listStale = (details: unknown): StaleDocument[] => (Array.isArray(details) ? (details as StaleDocument[]) : [])

const Stale = ({ documents }: { documents: StaleDocument[] }) => {
  const { t } = useTexts()
  const entities = useEntities()
  return (
    <>
      <p>{t('staleIntro')}</p>
      <ul>
        {documents.slice(0, namedUpTo).map(({ collection, id, title, side }) => (
          <li key={`${collection} ${id} ${side}`}>
            {entities.singular(collection)}: {title ?? id},{' '}
            {t(side === 'staging' ? 'staleOnStaging' : 'staleOnProduction')}
          </li>
        ))}
        {documents.length > namedUpTo && <li>{t('moreDocuments', { count: documents.length - namedUpTo })}</li>}
      </ul>
      <p>{t('staleHint')}</p>
    </>
  )
}
