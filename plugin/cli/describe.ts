/** What commands print. */
import type { DocumentKey, KindCounts, Plan, Promotion, PromotionStep, Snapshot } from '../types.ts'

const describeCounts = (counts: KindCounts): string =>
  `${counts.create} new, ${counts.update} changed, ${counts.delete} deleted`

export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

export const describePlan = (plan: Plan): string =>
  [
    ...Object.entries(plan.counts).map(([key, counts]) => `${key}: ${describeCounts(counts)}`),
    ...plan.problems.map((problem) => `${problem.blocking ? 'PROBLEM' : 'note'}: ${problem.message} ${problem.hint}`),
    plan.total === 0 ? 'Production equals staging.' : `${countOf(plan.total, 'change')} in all. Plan ${plan.id}.`,
  ].join('\n')

export const describeStep = ({ step, status, ms }: PromotionStep): string =>
  `${step.padEnd(9)} ${status}${ms === undefined || status === 'skipped' ? '' : ` ${ms} ms`}`

/** How a promotion stands or ended. */
export const describeEnd = (promotion: Promotion): string => {
  const { error, warnings, status, total, generation, windowMs, id } = promotion
  const closed = windowMs === undefined ? '' : ` The site was closed for ${windowMs} ms.`
  const ends: Partial<Record<Promotion['status'], string>> = {
    succeeded: `Promoted ${countOf(total, 'change')}; production's generation is ${generation}.${closed}`,
    failed: `Failed: ${error ? `${error.message} ${error.hint}` : 'the record does not say why.'}`,
    cancelled: `Promotion ${id} was cancelled.`,
  }
  return [...warnings.map((warning) => `Warning: ${warning}`), ends[status] ?? `Promotion ${id} is ${status}.`].join(
    '\n',
  )
}

/** What the site's servers were told of a promotion. */
export const describeRefresh = ({ id, site, warnings }: Promotion): string =>
  [
    ...(site?.servers ?? []).map(({ server, status }) => `${server} ${status}`),
    ...warnings.map((warning) => `Warning: ${warning}`),
    `The site was told again of promotion ${id}.`,
  ].join('\n')

export const describePromotion = (promotion: Promotion): string =>
  [
    describeRecord(promotion),
    ...(promotion.note ? [`Note: ${promotion.note}`] : []),
    ...Object.entries(promotion.counts).map(([key, counts]) => `${key}: ${describeCounts(counts)}`),
    ...promotion.steps.map(describeStep),
    describeEnd(promotion),
  ].join('\n')

const describeRecord = ({ id, createdAt, status, total, createdBy }: Promotion): string =>
  [createdAt, `#${id}`, status, countOf(total, 'change'), createdBy ?? ''].join('  ').trimEnd()

export const describeHistory = (promotions: Promotion[]): string =>
  promotions.length > 0 ? promotions.map(describeRecord).join('\n') : 'Nothing has been promoted yet.'

export const describeSnapshot = ({ id, label, documents, rows }: Snapshot): string =>
  `Snapshot ${id} "${label}": ${countOf(documents, 'document')}, ${countOf(rows, 'row')}.`

/** @param hidden Number of such documents that the reader may not see */
export const describeDrift = (drifted: (DocumentKey & { kind: string })[], hidden = 0): string => {
  const lines = drifted.map(({ collection, id, kind }) => `${collection} ${id} was ${kind} on production`)
  if (hidden > 0) lines.push(`${countOf(hidden, 'document')} more that you may not see`)
  return lines.length > 0 ? lines.join('\n') : 'Production is what the last promotion left there.'
}
