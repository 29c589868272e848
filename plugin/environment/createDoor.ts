import type { Endpoint, PayloadHandler, PayloadRequest } from 'payload'
import { answerErrors } from '../answerErrors.ts'
import { assertNoNul } from '../assertNoNul.ts'
import { PromoteError } from '../errors.ts'

const doorMark = Symbol('payload-promote: door')

export type Door = Pick<Endpoint, 'path' | 'method'>
export type Endpoints = Endpoint[] | false | undefined

/**
 * A door in front of a route: it hands the request on, as its reader is to have it, to Payload's own handler, or to the
 * site's.
 */
export const createDoor = (
  door: Door,
  endpointsOf: (req: PayloadRequest) => Endpoints,
  requestFor: (req: PayloadRequest) => PayloadRequest | Promise<PayloadRequest>,
): Endpoint => ({
  ...door,
  custom: { [doorMark]: true },
  handler: answerErrors(async (req) => {
    assertNoNul(req.routeParams)
    return ownHandler(endpointsOf(req), door)(await requestFor(req))
  }),
})

/** Payload's own handler of a route, or the site's: the first that is not a door. */
const ownHandler = (endpoints: Endpoints, { path, method }: Door): PayloadHandler => {
  const endpoint = (endpoints || []).find((e) => e.method === method && e.path === path && !isDoor(e))
  if (!endpoint) throw new PromoteError('NOT_FOUND', `There is no route "${path}" here.`, 'Check the URL.')
  return endpoint.handler
}

const isDoor = (endpoint: Endpoint): boolean =>
  Boolean((endpoint.custom as Record<symbol, unknown> | undefined)?.[doorMark])
