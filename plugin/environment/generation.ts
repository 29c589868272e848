import type { Payload } from 'payload'
import { getDatabase } from '../sql/database.ts'
import { selectGeneration, selectHasStateTables } from '../sql/state.ts'

const filled = new WeakSet<object>()

/** The number of production's content state: 0 until the first promotion, growing with each committed one. */
export const readGeneration = async (payload: Payload): Promise<number> => selectGeneration(getDatabase(payload))

/**
 * Whether production has been filled by a first promotion. Until then the public is served as if the plugin were not
 * there. It never turns false again, so a process may remember a yes.
 */
export const hasProduction = async (payload: Payload): Promise<boolean> => {
  if (filled.has(payload.db)) return true
  if ((await readGeneration(payload)) === 0) return false
  filled.add(payload.db)
  return true
}

const migrated = new WeakSet<object>()

/** Whether the plugin's tables exist: between installing and migrating, editors go on saving. */
export const hasStateTables = async (payload: Payload): Promise<boolean> => {
  if (migrated.has(payload.db)) return true
  if (!(await selectHasStateTables(getDatabase(payload)))) return false
  migrated.add(payload.db)
  return true
}
