import { setTimeout as sleep } from 'node:timers/promises'
import { createEdgeClient } from '../edge/createEdgeClient.ts'
import { leaseMarginMs } from '../edge/listEdgeWarnings.ts'
import { PromoteError } from '../errors.ts'
import type { PromoteModel } from '../model.ts'

/** The edge's gate, for one promotion. Without an edge it does nothing. */
export const openGate = (edge: PromoteModel['edge'], promotionId: string) => {
  const client = edge && createEdgeClient(edge)
  let fence: number | undefined
  let closedAt: number | undefined
  let leaseEndsAt = Number.POSITIVE_INFINITY
  let windowMs: number | undefined

  /** After the commit nothing may fail the promotion any more: what goes wrong is told. */
  const warn = async (what: string, work: () => Promise<void>): Promise<string[]> => {
    try {
      await work()
      return []
    } catch (error) {
      return [`${what}: ${(error as Error).message} The gate opens by itself when its lease ends.`]
    }
  }

  /** The gate may have taken `begin` and only its answers got lost: it would close with nobody behind it. */
  const findOwnFence = async (): Promise<void> => {
    if (!client || fence !== undefined) return
    try {
      const state = await client.call({ op: 'state' })
      if (state.phase !== 'live' && state.promotion === promotionId) fence = state.fence
    } catch {
      // Still not to be reached: the gate opens by itself when its lease ends.
    }
  }

  return {
    enabled: Boolean(client),
    windowMs: () => windowMs,

    /** Arms the gate and waits until every visitor is behind it, and those already inside had `drainMs` to finish. */
    close: async (): Promise<void> => {
      if (!client || !edge) return
      const askedAt = performance.now()
      try {
        const state = await client.call({ op: 'begin', promotion: promotionId, leaseMs: edge.leaseMs })
        fence = state.fence
        leaseEndsAt = askedAt + (state.leaseLeftMs ?? edge.leaseMs)
        await sleep(Math.max(0, state.closesInMs ?? 0))
        closedAt = performance.now()
        await sleep(edge.drainMs)
      } catch (error) {
        await findOwnFence()
        if (edge.whenUnreachable === 'continue' && error instanceof PromoteError && error.code === 'EDGE_UNREACHABLE')
          return
        throw error
      }
    },

    /** @throws {PromoteError} LEASE_LOST when the gate may have opened by itself */
    assertStillClosed: (): void => {
      if (performance.now() > leaseEndsAt - leaseMarginMs)
        throw new PromoteError(
          'LEASE_LOST',
          'The gate was about to open by itself before the promotion could be committed.',
          'Promote again, with a longer edge.leaseMs if the commit step took long.',
        )
    },

    /** Tells the edge that production changed: its caches are invalid from here on. */
    commit: (generation: number): Promise<string[]> =>
      warn('The edge was not told of the commit', async () => {
        if (!client) return
        if (fence === undefined) await client.call({ op: 'invalidate', bans: 'all', generation })
        else await client.call({ op: 'commit', fence, generation, bans: 'all' })
      }),

    open: (): Promise<string[]> =>
      warn('The gate was not opened', async () => {
        if (!client || fence === undefined) return
        await client.call({ op: 'open', fence })
        if (closedAt !== undefined) windowMs = Math.round(performance.now() - closedAt)
      }),

    abort: (): Promise<string[]> =>
      warn('The gate was not opened after the failure', async () => {
        if (!client || fence === undefined) return
        await client.call({ op: 'abort', fence })
        if (closedAt !== undefined) windowMs = Math.round(performance.now() - closedAt)
      }),
  }
}

export type Gate = ReturnType<typeof openGate>
