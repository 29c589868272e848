import type { Endpoint } from 'payload'
import { type Place, placeRequest } from './placeRequest.ts'

/**
 * A route that the site or one of its plugins adds, answering from `place`: from its reader's environment, as Payload's own
 * routes do, from production whoever asks, for what belongs to visitors, or from staging, for who checks callers itself.
 * Its code reads by `req.payload`, without knowing of environments.
 */
export const scopeEndpoint = (endpoint: Endpoint, place: Place): Endpoint => ({
  ...endpoint,
  handler: async (req) => endpoint.handler(await placeRequest(req, place)),
})
