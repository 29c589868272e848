import { parseCacheControl, setBrowserLifetime } from './cache/cacheControl.ts'
import type { Belief } from './memo.ts'
import type { Policy } from './policy.ts'
import { TAGS_HEADER } from './protocol.ts'

/** What an answer says of its way: both go into diagnostic headers. */
export type Diagnosis = { cache: 'hit' | 'miss' | 'bypass'; gate: string }

/** The site's answer as the visitor gets it: no cache behind this one keeps what only a ban could make invalid. */
export const finishAnswer = (response: Response, policy: Policy, { cache, gate }: Diagnosis): Response => {
  // An accepted upgrade carries its socket, which a copy would lose.
  if (response.status === 101) return response
  const answer = new Response(response.body, response)
  const { headers } = answer
  if (policy.isPersonal && isShareable(headers)) headers.set('cache-control', 'private, no-store')
  setBrowserLifetime(headers)
  sendOnce(headers, 'location')
  headers.delete(TAGS_HEADER)
  headers.set('x-edge-cache', cache)
  headers.set('x-edge-gate', gate)
  return answer
}

/**
 * Next.js sends `Location` twice when it renders a page that redirects for the first time. The runtime joins the two with
 * a comma, and that is no address.
 */
const sendOnce = (headers: Headers, name: string): void => {
  const value = headers.get(name)
  if (value === null) return
  const single = value.slice(0, value.length / 2 - 1)
  if (value === `${single}, ${single}`) headers.set(name, single)
}

/** What the diagnostic header says of an open gate. */
export const describeGate = ({ certainty }: Belief): string => (certainty === 'fresh' ? 'live' : certainty)

const isShareable = (headers: Headers): boolean => {
  const directives = parseCacheControl(headers.get('cache-control'))
  if (directives.has('immutable')) return false
  return directives.has('public') || directives.has('s-maxage') || directives.has('max-age')
}
