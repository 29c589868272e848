import type { Endpoint, PayloadRequest } from 'payload'
import { environmentOf } from './environmentOf.ts'
import { hasProduction } from './generation.ts'
import { scopeRequest, stagingRequest } from './scopeRequest.ts'

/** The environment that a route answers from: its reader's, or always the same. */
export type Place = 'reader' | 'production' | 'staging'

/**
 * A route that the site or one of its plugins adds, answering from `place`: from its reader's environment, as Payload's own
 * routes do, from production whoever asks, for what belongs to visitors, or from staging, for who checks callers itself.
 * Its code reads by `req.payload`, without knowing of environments. Until production is filled nothing changes.
 */
export const scopeEndpoint = (endpoint: Endpoint, place: Place): Endpoint => ({
  ...endpoint,
  handler: async (req) => endpoint.handler((await hasProduction(req)) ? await placeRequest(req, place) : req),
})

const placeRequest = async (req: PayloadRequest, place: Place): Promise<PayloadRequest> => {
  if (place === 'staging') return stagingRequest(req)
  return place === 'production' || (await environmentOf(req)) === 'production' ? scopeRequest(req) : req
}
