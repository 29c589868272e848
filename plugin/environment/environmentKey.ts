/** Set in `req.context` by `inEnvironment`, and by calls that a scoped `payload` makes. */
export const environmentKey = 'promoteEnvironment'

/** Set on requests that are derived for one environment. */
export const environmentMember = Symbol('payload-promote: environment')

/** Set on a request that only lists what its user may do in general (`GET /api/access`): no document is concerned. */
export const listingMember = Symbol('payload-promote: listing')

export const memberOf = (req: object, member: symbol): unknown => (req as Record<symbol, unknown>)[member]
