/** What of a promotion's record its reader may see: Payload's own collection and field access decides. */
import type { PayloadRequest } from 'payload'
import { describeError, PromoteError } from '../errors.ts'
import { getModel } from '../model.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import type { Promotion } from '../types.ts'
import { isAllowed } from './guards.ts'
import { listOpenEntities, listReadableEntities } from './readable.ts'

type Failure = NonNullable<Promotion['error']>

/** What failed, without naming documents or values. */
const generalMessages: Record<string, string> = {
  PLAN_STALE: 'Since the plan was computed, documents have changed that you may not see.',
  PLAN_BLOCKED: 'The plan has problems that must be solved first, in content that you may not see.',
  DRIFT: 'Documents that you may not see were changed on production since the last promotion.',
  ALL_DELETED: 'Every document of a collection that you may not see would be deleted from production.',
  FILE_MISSING: "A file that you may not see is not in staging's storage.",
  DUPLICATE_VALUE: 'Production would hold a value twice that has to be unique.',
}

/** The records with counts, kept documents and errors of what their reader may see. */
export const limitPromotions = async (req: PayloadRequest, promotions: Promotion[]): Promise<Promotion[]> => {
  const readable = await listReadableEntities(req)
  const limited: Promotion[] = []
  for (const { error, kept, ...promotion } of promotions)
    limited.push({
      ...promotion,
      counts: Object.fromEntries(Object.entries(promotion.counts ?? {}).filter(([key]) => readable.includes(key))),
      ...(kept ? { kept: kept.filter(({ collection }) => readable.includes(collection)) } : {}),
      ...(error ? { error: await limitFailure(req, error) } : {}),
    })
  return limited
}

export const limitPromotion = async (req: PayloadRequest, promotion: Promotion): Promise<Promotion> =>
  (await limitPromotions(req, [promotion]))[0]!

/**
 * The error of a call as its caller may see it. By default whoever may promote may change everything; a site's own
 * `access.promote` may let others in.
 */
export const limitError = async (req: PayloadRequest, error: unknown): Promise<unknown> => {
  if (!(error instanceof PromoteError) || !getModel(req.payload.config).access.promote) return error
  const { code, message, hint, details } = await limitFailure(req, describeError(error))
  return new PromoteError(code as PromoteError['code'], message, hint, { details, cause: error })
}

const limitFailure = async (req: PayloadRequest, failure: Failure): Promise<Failure> => {
  const { details, ...described } = failure
  if (details === undefined) return failure
  const open = await listOpenEntities(req)
  const entries = [details].flat()
  const isShown = (await mayReadValues(req, open, failure.code)) ? (entry: unknown) => isOpen(open, entry) : () => false
  const shown = entries.filter(isShown)
  if (shown.length === entries.length) return failure
  const message = generalMessages[failure.code] ?? 'It failed over content that you may not see.'
  return { ...described, message, ...(shown.length > 0 ? { details: shown } : {}) }
}

/** Duplicates name values of any field: they are for those who may see and change everything. */
const mayReadValues = async (req: PayloadRequest, open: string[], code: string): Promise<boolean> =>
  code !== 'DUPLICATE_VALUE' ||
  (open.length === listPromotedTables(req.payload).length && (await isAllowed(req, 'promote')))

const isOpen = (open: string[], entry: unknown): boolean => {
  const { collection } = (typeof entry === 'object' && entry !== null ? entry : {}) as { collection?: unknown }
  return typeof collection !== 'string' || open.includes(collection)
}
