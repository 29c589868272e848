'use client'
import { useEntities } from './useEntities.ts'
import { useTexts } from './useTexts.ts'

/** A message names the first five itself; beyond this many the list would bury the page. */
const namedUpTo = 50

type StaleDocument = { collection: string; id: string; title?: string | null; side: 'staging' | 'production' }

/** The documents that changed after the plan was computed, where that is what an error is about. */
export const StaleDocuments = ({ error: { code, details } }: { error: { code: string; details?: unknown } }) => {
  const { t } = useTexts()
  const entities = useEntities()
  if (code !== 'PLAN_STALE' || !Array.isArray(details) || details.length === 0) return null
  const documents = details as StaleDocument[]
  return (
    <ul>
      {documents.slice(0, namedUpTo).map(({ collection, id, title, side }) => (
        <li key={`${collection} ${id} ${side}`}>
          {entities.singular(collection)}: {title ?? id},{' '}
          {t(side === 'staging' ? 'staleOnStaging' : 'staleOnProduction')}
        </li>
      ))}
      {documents.length > namedUpTo && <li>{t('moreDocuments', { count: documents.length - namedUpTo })}</li>}
    </ul>
  )
}
