import type { Belief } from './memo.ts'

const MAX_SECONDS = 120
/** When nobody has estimated it: the gate closes for the first time, or only a failure keeps it closed (`FAIL_MODE`). */
const DEFAULT_SECONDS = 5

/** An estimate, but no longer than the lease; 1 to 120. */
export const getRetryAfterSeconds = ({ reading, leaseLeftMs }: Belief): number => {
  const leaseSeconds = Math.ceil(leaseLeftMs / 1000) || DEFAULT_SECONDS
  const seconds = Math.min(reading?.retryAfterSeconds ?? DEFAULT_SECONDS, leaseSeconds)
  return Math.min(Math.max(1, seconds), MAX_SECONDS)
}
