import type { Belief } from './memo.ts'
import type { Settings } from './settings.ts'

/** Keeps unsafe requests waiting, unread and untouched, until the gate opens; then they go on in the order in which they came. */
export type Park = {
  /**
   * The belief under which the request may go on; undefined if the hold ended first, the park is full, or its client gave up.
   */
  hold(request: Request, settings: Settings, learn: () => Promise<Belief>): Promise<Belief | undefined>
}

/** A request that waits. Plain values: the runtime forbids one request to await another's promise. */
type Place = { seenAt: number; wentAt?: number }

const POLL_MS = 100
/** Once the gate is open: each waits for those before it only. */
const QUEUE_POLL_MS = 5
/** The next one follows so much later: over connections of their own, two that go at once arrive in any order. */
const LEAD_MS = 15
/** A request that hasn't been heard of for so long is gone, and so is its place: its client left, and the runtime ended it. */
const GONE_MS = 1_000

export const createPark = (now: () => number = Date.now): Park => {
  let places: Place[] = []

  const dropGone = (): void => {
    places = places.filter(
      ({ seenAt, wentAt }) => now() - (wentAt ?? seenAt) < (wentAt === undefined ? GONE_MS : LEAD_MS),
    )
  }

  /** Undefined once the client has left or the time is over. */
  const wait = async (place: Place, signal: AbortSignal, deadline: number, learn: () => Promise<Belief>) => {
    let ms = POLL_MS
    while (now() < deadline) {
      await sleep(Math.min(ms, deadline - now()))
      place.seenAt = now()
      if (signal.aborted) return undefined
      const belief = await learn()
      dropGone()
      if (!belief.isClosed && places[0] === place) {
        if (signal.aborted) return undefined
        place.wentAt = now()
        return belief
      }
      ms = belief.isClosed ? POLL_MS : QUEUE_POLL_MS
    }
    return undefined
  }

  return {
    async hold({ signal }, { parkLimit, holdMs }, learn) {
      dropGone()
      if (places.length >= parkLimit) return undefined
      const place = { seenAt: now() }
      places.push(place)
      const leave = () => {
        places = places.filter((other) => other !== place)
      }
      signal.addEventListener('abort', leave)
      const belief = await wait(place, signal, now() + holdMs, learn)
      if (!belief) leave()
      return belief
    },
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
