import type { Payload, PayloadRequest } from 'payload'
import { type Database, getDatabase, getRequestDatabase } from '../sql/database.ts'
import { selectGeneration, selectHasStateTables } from '../sql/state.ts'

const migrated = new WeakSet<object>()
const filled = new WeakSet<object>()

/** The number of production's content state: 0 until the first promotion, growing with each committed one. */
export const readGeneration = (payload: Payload): Promise<number> => read(payload, getDatabase(payload))

/**
 * Whether production has been filled by a first promotion. Until then the public is served as if the plugin were not
 * there. It never turns false again, so a process may remember a yes. Asked on the request's own connection: inside a
 * transaction a second one may never come free.
 */
export const hasProduction = async (of: Payload | PayloadRequest): Promise<boolean> => {
  const payload = 'payload' in of ? of.payload : of
  if (filled.has(payload.db)) return true
  const db = 'payload' in of ? await getRequestDatabase(of) : getDatabase(payload)
  if ((await read(payload, db)) === 0) return false
  filled.add(payload.db)
  return true
}

/** Whether the plugin's tables exist: between installing and migrating, the site and its editors go on as before. */
export const hasStateTables = async (req: PayloadRequest): Promise<boolean> =>
  areMigrated(req.payload, await getRequestDatabase(req))

const read = async (payload: Payload, db: Database): Promise<number> =>
  (await areMigrated(payload, db)) ? selectGeneration(db) : 0

const areMigrated = async (payload: Payload, db: Database): Promise<boolean> => {
  if (migrated.has(payload.db)) return true
  if (!(await selectHasStateTables(db))) return false
  migrated.add(payload.db)
  return true
}
