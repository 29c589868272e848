import { getDataLoader, type PayloadRequest } from 'payload'
import type { Environment } from '../types.ts'
import { deriveRequest } from './deriveRequest.ts'
import { environmentMember, memberOf } from './environmentKey.ts'
import { productionLoader } from './productionLoader.ts'
import { isScoped, scopePayload, unscopePayload } from './scopePayload.ts'

/**
 * The request as production has it: whatever reads through it, or through its `payload`, reads production. A copy that a
 * hook spreads (`{ ...req }`) reads production as well.
 *
 * What escapes: an imported `getPayload`, a kept `payload`, SQL of one's own, HTTP calls to oneself, jobs.
 */
export const scopeRequest = (req: PayloadRequest): PayloadRequest =>
  isScoped(req) && memberOf(req, environmentMember) === 'production' ? req : requestFor(req, 'production')

/** The request as staging has it: a write on staging that the public's request makes reads staging, too. */
export const stagingRequest = (req: PayloadRequest): PayloadRequest =>
  memberOf(req, environmentMember) === 'staging' ? req : requestFor(req, 'staging')

const requestFor = (req: PayloadRequest, environment: Environment): PayloadRequest => {
  const payload = environment === 'production' ? scopePayload(req.payload) : unscopePayload(req.payload)
  const derived = deriveRequest(req, { [environmentMember]: environment, payload })
  derived.payloadDataLoader = environment === 'production' ? productionLoader(derived) : getDataLoader(derived)
  return derived
}
