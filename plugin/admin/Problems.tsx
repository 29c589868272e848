'use client'
import type { PlanProblem } from '../types.ts'
import { Notice } from './Notice.tsx'
import { useEntities } from './useEntities.ts'
import { isTextKey, useTexts } from './useTexts.ts'

/** Longer groups begin folded, and name this many at most. */
const openUpTo = 3
const namedUpTo = 50

/** What a person should know before promoting: what stands in the way, then the rest. */
export const Problems = ({ problems }: { problems: PlanProblem[] }) => {
  const { t } = useTexts()
  if (problems.length === 0) return null
  const blocking = problems.filter((problem) => problem.blocking)
  const others = problems.filter((problem) => !problem.blocking)
  return (
    <section aria-labelledby="migration-problems" className="migration-section migration-problems">
      <h2 id="migration-problems">{t('problems')}</h2>
      {blocking.length > 0 && (
        <Notice type="error">
          <strong>{t('blockingProblems', { count: blocking.length })}</strong>
          <Groups problems={blocking} />
        </Notice>
      )}
      {others.length > 0 && (
        <Notice type="warning">
          <strong>{t('warnings', { count: others.length })}</strong>
          <Groups problems={others} />
        </Notice>
      )}
    </section>
  )
}

const Groups = ({ problems }: { problems: PlanProblem[] }) => {
  const { t } = useTexts()
  const groups = groupByCode(problems)
  return [...groups].map(([code, group]) => {
    const key = `problem${code}`
    return (
      <details key={code} open={group.length <= openUpTo}>
        <summary>
          {isTextKey(key) ? t(key) : code} ({group.length})
        </summary>
        <ul>
          {group.slice(0, namedUpTo).map((problem) => (
            <Problem key={`${problem.collection} ${problem.id} ${problem.path} ${problem.message}`} problem={problem} />
          ))}
          {group.length > namedUpTo && <li>{t('moreProblems', { count: group.length - namedUpTo })}</li>}
        </ul>
      </details>
    )
  })
}

const Problem = ({ problem: { message, hint, collection, id, path } }: { problem: PlanProblem }) => {
  const { t } = useTexts()
  const entities = useEntities()
  return (
    <li>
      {message} {path && <code>{path}</code>} <span>{hint}</span>{' '}
      {collection && id && (
        <a href={entities.adminURL({ collection, id })} rel="noreferrer" target="_blank">
          {t('openOnStaging')}
        </a>
      )}
    </li>
  )
}

const groupByCode = (problems: PlanProblem[]): Map<PlanProblem['code'], PlanProblem[]> => {
  const groups = new Map<PlanProblem['code'], PlanProblem[]>()
  for (const problem of problems) groups.set(problem.code, [...(groups.get(problem.code) ?? []), problem])
  return groups
}
