import { setTimeout as sleep } from 'node:timers/promises'
import { createEdgeClient } from '../edge/createEdgeClient.ts'
import { PromoteError } from '../errors.ts'
import type { PromoteModel } from '../model.ts'

/** A run stops this long before the gate's lease ends, so that it can't commit after the site reopened. */
const leaseMarginMs = 2000
/** How long the edge stands by for a promotion that has begun: its files may take their time. */
const standbyMs = 300_000

/** Closes and opens the edge's gate for one promotion. Without an edge it does nothing. */
export const createGatekeeper = (edge: PromoteModel['edge'], promotionId: string) => {
  const client = edge && createEdgeClient(edge)
  let fence: number | undefined
  let closedAt: number | undefined
  let leaseEndsAt = Number.POSITIVE_INFINITY
  let windowMs: number | undefined
  /** The edge's epoch since it heard of the commit while the gate was closed. */
  let committedEpoch: number | undefined
  let committedGeneration: number | undefined
  let renewing: NodeJS.Timeout | undefined

  /** After the commit nothing may fail the promotion any more: what goes wrong is told. */
  const warn = async (what: string, work: () => Promise<void>): Promise<string[]> => {
    try {
      await work()
      return []
    } catch (error) {
      return [`${what}: ${(error as Error).message} The gate opens by itself when its lease ends.`]
    }
  }

  /** A call that fails is tried again for as long as the gate is closed by us. */
  const untilLeaseEnds = () => (fence === undefined ? {} : { forMs: leaseEndsAt - performance.now() })

  const renew = async (): Promise<void> => {
    if (!client || !edge || fence === undefined) return
    const askedAt = performance.now()
    const state = await client.call({ op: 'renew', fence, leaseMs: edge.leaseMs })
    leaseEndsAt = askedAt + (state.leaseLeftMs ?? edge.leaseMs)
  }

  /** From the commit on the gate stays closed until everybody has been told, however long that takes. */
  const startRenewing = (): void => {
    if (!edge || fence === undefined || renewing) return
    // A renewal that fails is followed by another; that the lease has ended is seen when the gate is opened.
    renewing = setInterval(() => void renew().catch(() => undefined), edge.leaseMs / 3)
    renewing.unref()
  }

  const invalidate = async (generation: number): Promise<void> => {
    await client?.call({ op: 'invalidate', bans: 'all', generation }, untilLeaseEnds())
  }

  const tellCommit = async (generation: number): Promise<void> => {
    if (!client) return
    if (fence === undefined) return invalidate(generation)
    try {
      committedEpoch = (await client.call({ op: 'commit', fence, generation, bans: 'all' }, untilLeaseEnds())).epoch
    } catch (error) {
      if (!(error instanceof PromoteError && error.code === 'EDGE_REFUSED')) throw error
      // The COMMIT took longer than the lease: the site is open, and its old pages are in the cache again.
      await invalidate(generation)
    }
  }

  const leave = async (op: 'open' | 'abort'): Promise<void> => {
    clearInterval(renewing)
    if (!client) return
    if (committedGeneration !== undefined && committedEpoch === undefined) await tellCommit(committedGeneration)
    const state = fence === undefined ? undefined : await client.call({ op, fence }, untilLeaseEnds())
    if (closedAt !== undefined) windowMs = Math.round(performance.now() - closedAt)
    // It wasn't closed all the time since the commit: what was cached may come from servers that hadn't heard of it.
    if (committedGeneration !== undefined && committedEpoch !== undefined && state?.epoch !== committedEpoch)
      await invalidate(committedGeneration)
  }

  return {
    enabled: Boolean(client),
    windowMs: () => windowMs,

    /** Has the edge stand by, and waits until it can close at once: nothing on staging may be locked for that long. */
    standBy: async ({ waits }: { waits: boolean }): Promise<void> => {
      if (!client) return
      try {
        const { readyInMs = 0 } = await client.call({ op: 'standby', forMs: standbyMs })
        if (waits) await sleep(readyInMs)
      } catch (error) {
        // `begin` will say it, and do what `whenUnreachable` asks for. A Worker of an older version closes as it always did.
        if (!(error instanceof PromoteError)) throw error
      }
    },

    /** Arms the gate and waits until every visitor is behind it, and those already inside had `drainMs` to finish. */
    close: async (): Promise<void> => {
      if (!client || !edge) return
      try {
        // Nothing closes before the second call: if this one's answer gets lost, nobody would be there to open.
        const { leaseMs } = edge
        fence = (await client.call({ op: 'begin', promotion: promotionId, leaseMs, confirm: true })).fence
        const askedAt = performance.now()
        const state = await client.call({ op: 'renew', fence, leaseMs })
        leaseEndsAt = askedAt + (state.leaseLeftMs ?? leaseMs)
        await sleep(Math.max(0, state.closesInMs ?? 0))
        closedAt = performance.now()
        await sleep(edge.drainMs)
      } catch (error) {
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
        committedGeneration = generation
        startRenewing()
        await tellCommit(generation)
      }),

    open: (): Promise<string[]> => warn('The gate was not opened', () => leave('open')),

    abort: (): Promise<string[]> => warn('The gate was not opened after the failure', () => leave('abort')),
  }
}

export type Gatekeeper = ReturnType<typeof createGatekeeper>
