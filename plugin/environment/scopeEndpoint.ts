import type { Endpoint, PayloadRequest } from 'payload'
import { environmentOf } from './environmentOf.ts'
import { hasProduction } from './generation.ts'
import { scopeRequest } from './scopeRequest.ts'

/**
 * A route that the site or one of its plugins adds, answering from `place`: from its reader's environment, as Payload's own
 * routes do, or from production whoever asks, for what belongs to visitors. Its code reads by `req.payload`, without
 * knowing of environments. Whatever it answers when production is not filled yet stays as it is.
 */
export const scopeEndpoint = (endpoint: Endpoint, place: 'reader' | 'production'): Endpoint => ({
  ...endpoint,
  handler: async (req) => endpoint.handler((await isForProduction(req, place)) ? scopeRequest(req) : req),
})

const isForProduction = async (req: PayloadRequest, place: 'reader' | 'production'): Promise<boolean> =>
  (await hasProduction(req)) && (place === 'production' || (await environmentOf(req)) === 'production')
