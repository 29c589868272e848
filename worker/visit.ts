/** In charge of one visitor's request: through the gate, then to the cache or the origin. */

import { askSite } from './askSite.ts'
import { answerShared } from './cache/answerShared.ts'
import { dropChanged } from './cache/dropChanged.ts'
import type { NeverStored } from './cache/neverStored.ts'
import type { CacheStore } from './cache/store.ts'
import { describeGate, finishAnswer } from './finishAnswer.ts'
import { answerMaintenance } from './maintenance/answer.ts'
import type { Belief, Memo, Source } from './memo.ts'
import { fetchOrigin } from './origin.ts'
import type { Park } from './park.ts'
import { getPolicy, type Policy } from './policy.ts'
import { getRetryAfterSeconds } from './retryAfter.ts'

/** A request and what answering it needs. `source` belongs to the request; all else to the isolate. */
export type Visit = {
  request: Request
  source: Source
  memo: Memo
  park: Park
  store: CacheStore
  neverStored: NeverStored
}

export const answerVisit = async (visit: Visit): Promise<Response> => {
  const { request, source, memo, park } = visit
  const { settings } = source
  const policy = getPolicy(request, settings)
  const isUnclosed = policy.whenClosed === 'pass' || policy.whenClosed === 'passFiles'
  if (isUnclosed && !policy.usesCache) return pass(visit, policy)

  let belief = await memo.learn(source)
  if (belief.isClosed && isUnclosed) return pass(visit, policy)
  if (belief.isClosed && policy.whenClosed === 'park') {
    belief = (await park.hold(request, settings, () => memo.learn(source))) ?? belief
  }
  if (belief.isClosed) return keepOut(visit, belief)

  const answer =
    policy.usesCache && belief.isCacheTrusted
      ? await answerShared(visit, policy, belief)
      : await answerFromOrigin(visit, policy, belief)
  if (answer) return answer
  return isUnclosed ? pass(visit, policy) : keepOut(visit, memo.look(settings))
}

/** To the origin whatever the gate says; but where files are asked for, no page comes back from behind a closed gate. */
const pass = async (visit: Visit, policy: Policy): Promise<Response> => {
  const { request, source, memo, store } = visit
  const response = await fetchOrigin(request, source.settings, { isShared: false })
  if (policy.whenClosed === 'passFiles' && showsContent(response)) {
    const belief = await memo.learn(source)
    if (belief.isClosed) {
      await response.body?.cancel()
      return keepOut(visit, belief)
    }
  }
  await dropChanged(store, request, response)
  return finishAnswer(response, policy, { cache: 'bypass', gate: 'pass' })
}

/** Pages, and Next.js' data of pages. */
const showsContent = ({ headers }: Response): boolean =>
  /^(text\/html|text\/x-component|application\/xhtml\+xml)\b/i.test(headers.get('content-type') ?? '')

const answerFromOrigin = async (visit: Visit, policy: Policy, before: Belief): Promise<Response | undefined> => {
  const answer = await askSite(visit, before, { isShared: false })
  if (answer) await dropChanged(visit.store, visit.request, answer.response)
  return answer && finishAnswer(answer.response, policy, { cache: 'bypass', gate: describeGate(answer.belief) })
}

const keepOut = async ({ request, source }: Visit, belief: Belief): Promise<Response> => {
  const response = await answerMaintenance(request, {
    retryAfterSeconds: getRetryAfterSeconds(belief),
    siteName: source.settings.siteName,
  })
  response.headers.set('x-edge-gate', 'closed')
  response.headers.set('x-edge-cache', 'bypass')
  return response
}
