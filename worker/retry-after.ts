import type { Belief } from './memo.ts'

const MAX_SECONDS = 120
/** When only a failure keeps the gate closed (`FAIL_MODE`), nobody knows how long. */
const DEFAULT_SECONDS = 5

/** The promoter's own estimate, but no longer than the lease; 1 to 120. */
export function getRetryAfterSeconds({ reading, leaseLeftMs }: Belief): number {
  const leaseSeconds = Math.ceil(leaseLeftMs / 1000) || DEFAULT_SECONDS
  const seconds = Math.min(reading?.retryAfterSeconds ?? leaseSeconds, leaseSeconds)
  return Math.min(Math.max(1, seconds), MAX_SECONDS)
}
