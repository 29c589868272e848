import type { Belief } from './memo.ts'
import type { Settings } from './settings.ts'

/** Keeps unsafe requests waiting, unread and untouched, until the gate opens. */
export type Park = {
  /** The belief under which the request may go on; undefined if the hold ended first or the park is full. */
  hold(settings: Settings, learn: () => Promise<Belief>): Promise<Belief | undefined>
}

const POLL_MS = 100

export function createPark(now: () => number = Date.now): Park {
  // Deadlines rather than a count: a request that its client gives up never comes to count itself out.
  let deadlines: number[] = []

  return {
    async hold(settings, learn) {
      deadlines = deadlines.filter((at) => at > now())
      if (deadlines.length >= settings.parkLimit) return undefined
      const deadline = now() + settings.holdMs
      deadlines.push(deadline)
      try {
        while (now() < deadline) {
          await sleep(Math.min(POLL_MS, deadline - now()))
          const belief = await learn()
          if (!belief.isClosed) return belief
        }
        return undefined
      } finally {
        const index = deadlines.indexOf(deadline)
        if (index >= 0) deadlines.splice(index, 1)
      }
    },
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
