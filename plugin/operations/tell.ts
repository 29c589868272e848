import { setTimeout as sleep } from 'node:timers/promises'
import type { Payload } from 'payload'
import { type Database, listReplicas } from '../sql/database.ts'
import { selectGeneration } from '../sql/state.ts'
import type { Gatekeeper } from './gatekeeper.ts'
import { tellSite } from './tellSite.ts'
import { withTimeout } from './withTimeout.ts'

/**
 * After the commit, before the site reopens: the edge, which keeps nothing while it is closed; read replicas; the site's
 * app servers. Where the gate isn't closed, the edge is told once more when all have heard of it (`gatekeeper.open`).
 * Returns what went wrong beyond what the record says of the servers; the promotion stands.
 */
export const tell = async (
  payload: Payload,
  { promotionId, generation, gatekeeper }: { promotionId: string; generation: number; gatekeeper: Gatekeeper },
): Promise<string[]> => {
  const warnings = await gatekeeper.commit(generation)
  warnings.push(...(await waitForReplicas(payload, generation)))
  await tellSite(payload, promotionId)
  return warnings
}

/** Replicas may hold up the opening of the site for this long, in milliseconds. */
const replicasTimeoutMs = 10_000

/** A visitor whose page comes from a replica must see the new state too, before the caches fill again. */
const waitForReplicas = async (payload: Payload, generation: number): Promise<string[]> => {
  const deadline = Date.now() + replicasTimeoutMs
  const wait = async (replica: Database): Promise<void> => {
    while ((await selectGeneration(replica)) < generation) {
      if (Date.now() > deadline) throw new Error('it did not have the new state in time')
      await sleep(20)
    }
  }
  const waits = await Promise.allSettled(
    listReplicas(payload).map((replica) => withTimeout(wait(replica), replicasTimeoutMs, 'it did not answer in time')),
  )
  return waits.flatMap((outcome) =>
    outcome.status === 'rejected' ? [`A read replica may show old pages: ${(outcome.reason as Error).message}.`] : [],
  )
}
