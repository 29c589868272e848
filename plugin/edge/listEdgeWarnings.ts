import type { PromoteOptions } from '../types.ts'

/** A run stops this long before the gate's lease ends, so that it can't commit after the site reopened. */
export const leaseMarginMs = 2000

/** How long the gate waits before it closes, unless the Worker's `MEMO_MS` says otherwise. The lease includes it. */
const usualArmingMs = 5000

/** What is allowed in `edge` and most likely a mistake. */
export const listEdgeWarnings = (edge: PromoteOptions['edge']): string[] => {
  if (!edge) return []
  const { key, leaseMs, drainMs = 100 } = edge
  const warnings: string[] = []
  if (!key)
    warnings.push(
      'edge.key is missing, so promotions run without the gate, and the Worker is not told that its cache is old. ' +
        'Set the environment variable that it is read from, or take `edge` out.',
    )
  const neededMs = usualArmingMs + drainMs + leaseMarginMs
  if (leaseMs !== undefined && leaseMs <= neededMs)
    warnings.push(
      `edge.leaseMs is ${leaseMs}, but the gate takes ${usualArmingMs} ms to close (the Worker's MEMO_MS), ${drainMs} ms to drain, ` +
        `and must be left ${leaseMarginMs} ms before the lease ends: a promotion would fail. Make it more than ${neededMs}, ` +
        'or leave it out, unless MEMO_MS is shorter.',
    )
  return warnings
}
