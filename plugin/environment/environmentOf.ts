import type { PayloadRequest } from 'payload'
import type { Environment } from '../types.ts'
import { environmentKey, environmentMember, memberOf } from './environmentKey.ts'
import { hasProduction } from './generation.ts'
import { isAdminUser } from './isAdminUser.ts'
import { isScoped } from './scopePayload.ts'

/**
 * The environment that a request reads: what it was derived for or asks for, else production for the public's HTTP calls
 * (once it is filled), else staging. Code that calls the Local API without `inEnvironment` reads staging, as it did before.
 */
export const environmentOf = async (req: PayloadRequest): Promise<Environment> => {
  const asked = askedEnvironment(req)
  if (asked) return asked
  if (req.payloadAPI === 'local') return 'staging'
  const isPublic = !(await isAdminUser(req))
  if (!isPublic && req.searchParams?.get('environment') !== 'production') return 'staging'
  return (await hasProduction(req)) ? 'production' : 'staging'
}

const askedEnvironment = (req: PayloadRequest): Environment | undefined => {
  const asked = memberOf(req, environmentMember) ?? req.context?.[environmentKey]
  if (asked === 'staging' || asked === 'production') return asked
  return isScoped(req) ? 'production' : undefined
}
