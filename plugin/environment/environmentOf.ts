import type { PayloadRequest } from 'payload'
import type { Environment } from '../types.ts'
import { hasProduction } from './generation.ts'
import { isAdminUser } from './isAdminUser.ts'

/** Set in `req.context` by `inEnvironment` and by the public's doors. */
export const environmentKey = 'promoteEnvironment'

/**
 * The environment that a request reads: what was asked for, else production for the public's HTTP calls (once it is
 * filled), else staging. Code that calls the Local API without `inEnvironment` reads staging, as it did before.
 */
export const environmentOf = async (req: PayloadRequest): Promise<Environment> => {
  const asked = req.context?.[environmentKey]
  if (asked === 'staging' || asked === 'production') return asked
  if (req.payloadAPI === 'local') return 'staging'
  if (await isAdminUser(req)) return 'staging'
  return (await hasProduction(req)) ? 'production' : 'staging'
}
