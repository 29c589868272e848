import type { PayloadRequest } from 'payload'
import { environmentOf } from './environmentOf.ts'
import { hasProduction } from './generation.ts'
import { scopeRequest, stagingRequest } from './scopeRequest.ts'

/** The environment that code of the site's own answers from: its reader's, or always the same. */
export type Place = 'reader' | 'production' | 'staging'

/** A request whose `payload` reads what `place` says. Until production is filled nothing changes. */
export const placeRequest = async (req: PayloadRequest, place: Place): Promise<PayloadRequest> => {
  if (!(await hasProduction(req))) return req
  if (place === 'staging') return stagingRequest(req)
  return place === 'production' || (await environmentOf(req)) === 'production' ? scopeRequest(req) : req
}
