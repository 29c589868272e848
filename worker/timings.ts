import type { TimingName, Variables } from './variables.ts'

/** Every duration that the Worker works with, in milliseconds. */
export type Timings = {
  /** How long an isolate may believe that the gate is open. Longer costs no downtime: closing is announced this far ahead. @default 5000 */
  memoMs: number
  /** The same on standby: a promotion that was announced closes this long after `begin`. @default 500 */
  standbyMemoMs: number
  /** The longest standby that is granted; each isolate with visitors asks twice in `standbyMemoMs` meanwhile. @default 300000 */
  maxStandbyMs: number
  /** How long an isolate may believe that the gate is closed; the site reopens this unevenly. @default 500 */
  maintMemoMs: number
  /** How long a visitor's request waits for the authority. @default 250 */
  authorityTimeoutMs: number
  /** After a failed question, how long visitors' requests go on without waiting for another; it is asked in the background. @default 1000 */
  authorityRetryMs: number
  /** How long an isolate that can't reach the authority goes on answering from the cache, under `FAIL_MODE=open`. @default 30000 */
  staleMs: number
  /** How long an unsafe request is parked before it is answered 503. @default 10000 */
  holdMs: number
  /** The longest lease that a `begin` or `renew` gets. @default 120000 */
  maxLeaseMs: number
}

/** Durations from their variables. Throws a `RangeError` that names every one that isn't a positive number. */
export const parseTimings = (variables: Variables): Timings => {
  const problems: string[] = []
  const parse = (name: TimingName, fallback: number): number => {
    const text = variables[name]
    const value = text === undefined || text === '' ? fallback : Number(text)
    if (Number.isFinite(value) && value > 0) return value
    problems.push(`${name} is "${text}": it must be a positive number of milliseconds`)
    return fallback
  }
  const timings = {
    memoMs: parse('MEMO_MS', 5_000),
    standbyMemoMs: parse('STANDBY_MEMO_MS', 500),
    maxStandbyMs: parse('MAX_STANDBY_MS', 300_000),
    maintMemoMs: parse('MAINT_MEMO_MS', 500),
    authorityTimeoutMs: parse('AUTHORITY_TIMEOUT_MS', 250),
    authorityRetryMs: parse('AUTHORITY_RETRY_MS', 1_000),
    staleMs: parse('STALE_MS', 30_000),
    holdMs: parse('HOLD_MS', 10_000),
    maxLeaseMs: parse('MAX_LEASE_MS', 120_000),
  }
  if (problems.length > 0) throw new RangeError(problems.join('; '))
  return timings
}
