import type { Payload } from 'payload'
import { createEdgeClient } from '../edge/createEdgeClient.ts'
import { getModel } from '../model.ts'

/** As long as a person may think over a confirmation, in milliseconds; who needs longer waits as without standby. */
const forMs = 120_000

/**
 * Has the edge stand by for a promotion that somebody is about to start. `readyInMs`: from then on the gate closes within
 * half a second, and nothing without a gate.
 * @throws {PromoteError} EDGE_UNREACHABLE, EDGE_REFUSED
 */
export const standBy = async (payload: Payload): Promise<{ readyInMs?: number }> => {
  const { edge } = getModel(payload.config)
  if (!edge) return {}
  const { readyInMs = 0 } = await createEdgeClient(edge).call({ op: 'standby', forMs })
  return { readyInMs }
}
