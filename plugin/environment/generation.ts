import type { Payload, PayloadRequest } from 'payload'
import { type Database, getDatabase, getRequestDatabase } from '../sql/database.ts'
import { selectFilled } from '../sql/filled.ts'
import { selectGeneration, selectHasStateTables } from '../sql/state.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'

const migrated = new WeakSet<object>()
const filled = new WeakMap<object, ReadonlySet<string>>()

/** The number of production's content state: 0 until the first promotion, growing with each committed one. */
export const readGeneration = (payload: Payload): Promise<number> => read(payload, getDatabase(payload))

const payloadOf = (of: Payload | PayloadRequest): Payload => ('payload' in of ? of.payload : of)

/** What this process has found filled: what is filled stays so. */
const knownOf = (of: Payload | PayloadRequest): ReadonlySet<string> | undefined => filled.get(payloadOf(of).db)

/**
 * Whether production of anything has been filled by a promotion. Until then the public is served as if the plugin were
 * not there.
 */
export const hasProduction = async (of: Payload | PayloadRequest): Promise<boolean> =>
  (knownOf(of) ?? (await listFilled(of))).size > 0

/**
 * Whether production of one collection or global (`global:<slug>`) has been filled by a promotion. One that joined
 * `promote()` later is served to the public as before, until a promotion fills it.
 */
export const isFilled = async (of: Payload | PayloadRequest, key: string): Promise<boolean> =>
  knownOf(of)?.has(key) || (await listFilled(of)).has(key)

/**
 * The keys of all that has been filled. What is filled stays so while its process lives, which may remember it. Asked on
 * the request's own connection: inside a transaction a second one may never come free.
 */
const listFilled = async (of: Payload | PayloadRequest): Promise<ReadonlySet<string>> => {
  const payload = payloadOf(of)
  const entities = listPromotedTables(payload)
  const known = knownOf(of)
  if (known && entities.every(({ key }) => known.has(key))) return known
  const db = 'payload' in of ? await getRequestDatabase(of) : getDatabase(payload)
  if (!(await areMigrated(payload, db))) return new Set()
  const found = await selectFilled(db, entities)
  if (found.size > 0) filled.set(payload.db, found)
  return found
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
