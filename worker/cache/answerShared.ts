import { askSite } from '../askSite.ts'
import { describeGate, finishAnswer } from '../finishAnswer.ts'
import type { Belief } from '../memo.ts'
import type { Policy } from '../policy.ts'
import type { Visit } from '../visit.ts'
import { getGeneration, getStamp, isStorable, restoreAnswer } from './entry.ts'
import { keepWhole } from './keep.ts'
import type { CacheStore } from './store.ts'
import { isValid } from './validity.ts'

/**
 * Answers from the cache, or from the origin and keeps a copy, stamped with the epoch that was known before the
 * origin was asked. Undefined if the gate turned out to be closed.
 */
export const answerShared = async (visit: Visit, policy: Policy, belief: Belief): Promise<Response | undefined> => {
  const { request, source, memo, store, neverStored } = visit
  const { settings } = source
  const entry = neverStored.has(request.url) ? undefined : await findEntry(store, request.url)

  // Reading took time: the gate may have closed, or this isolate may have learnt of a ban.
  const current = memo.look(settings)
  if (current.isClosed) return undefined
  if (entry && current.bans && isValid(getStamp(entry, request.url), current.bans)) {
    return answerHit(entry, request, policy, belief)
  }

  const answer = await askSite(visit, belief, { isShared: true })
  if (!answer) return undefined
  const { response } = answer
  const { epoch } = answer.belief.reading ?? {}
  neverStored.note(request.url, isStorable(response))
  const isStored = epoch !== undefined && mayStore(visit, response)
  if (isStored) {
    const kept = keepWhole(store, request.url, response.clone(), epoch)
    source.waitUntil(kept.catch((error) => console.error('An answer was not cached', error)))
  }
  return finishAnswer(response, policy, { cache: isStored ? 'miss' : 'bypass', gate: describeGate(answer.belief) })
}

/** A server that is behind must not fill the cache with what was replaced, nor this isolate while it is behind. */
const mayStore = ({ memo, source }: Visit, response: Response): boolean => {
  if (!isStorable(response)) return false
  const { reading } = memo.look(source.settings)
  const edge = reading?.generation ?? 0
  const own = getGeneration(response)
  return own === undefined || edge === 0 || own === edge
}

const answerHit = (entry: Response, request: Request, policy: Policy, belief: Belief): Response => {
  const answer = finishAnswer(restoreAnswer(entry), policy, { cache: 'hit', gate: describeGate(belief) })
  if (!hasSameTag(request.headers.get('if-none-match'), answer.headers.get('etag'))) return answer
  entry.body?.cancel()
  return new Response(null, { status: 304, headers: answer.headers })
}

const hasSameTag = (wanted: string | null, tag: string | null): boolean => {
  if (!wanted || !tag) return false
  const normalize = (text: string) => text.trim().replace(/^W\//, '')
  return wanted.split(',').some((candidate) => normalize(candidate) === normalize(tag))
}

/** A cache that fails is a cache that is empty. */
const findEntry = async (store: CacheStore, key: string): Promise<Response | undefined> => {
  try {
    return await store.find(key)
  } catch (error) {
    console.error('The cache could not be read', error)
    return undefined
  }
}
