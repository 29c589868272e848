import type { Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import { getDatabase } from '../sql/database.ts'
import { renewLease } from '../sql/state.ts'

/** A run whose heart has not beaten for this long is taken for dead, unless its transaction still holds the row. */
export const leaseSeconds = 6
const heartbeatMs = 1500

/**
 * Keeps the lease alive until stopped. While the swap's transaction is open it holds the lease's row instead, and the
 * heartbeat must be paused: it would wait for that very row.
 */
export const startHeartbeat = (payload: Payload, token: string) => {
  let paused = false
  let pending: Promise<unknown> = Promise.resolve()
  const beat = () => {
    if (paused) return
    pending = renewLease(getDatabase(payload), token, leaseSeconds).catch((error: unknown) =>
      payload.logger.warn({ err: error, msg: 'payload-promote: the heartbeat could not be written' }),
    )
  }
  const timer = setInterval(beat, heartbeatMs)
  timer.unref()
  return {
    pause: async () => {
      paused = true
      await pending
    },
    resume: async () => {
      if (!paused) return
      paused = false
      beat()
      await pending
    },
    stop: async () => {
      clearInterval(timer)
      await pending
    },
  }
}

export type Heartbeat = ReturnType<typeof startHeartbeat>

/** For a run that another process has taken for dead. */
export const leaseLost = () =>
  new PromoteError(
    'LEASE_LOST',
    'The promotion lost its lease: it had not been heard of for too long, and another process took over.',
    'Promote again.',
  )
