import { type Database, own } from './database.ts'

/** Production's generation, 0 before the first promotion. The plugin's tables must exist. */
export const selectGeneration = async (db: Database): Promise<number> => {
  const { rows } = await db.query<{ generation: number }>(
    `select generation from ${own(db, 'promote_state')} where id = 1`,
  )
  return rows[0]?.generation ?? 0
}

export const selectHasStateTables = async (db: Database): Promise<boolean> => {
  const { rows } = await db.query<{ found: boolean }>('select to_regclass($1) is not null as found', [
    own(db, 'promote_editors'),
  ])
  return rows[0]!.found
}

export type Lease = {
  token: string
  promotion: string | null
  by: string | null
  since: string
  until: string
  expired: boolean
}

const leaseColumns = `lease_token as token, lease_promotion as promotion, lease_by as by,
  lease_since::text as since, lease_until::text as until, lease_until < now() as expired`

/** The lease to change production, if someone holds one, alive or not. */
export const selectLease = async (db: Database): Promise<Lease | undefined> => {
  const { rows } = await db.query<Lease>(
    `select ${leaseColumns} from ${own(db, 'promote_state')} where id = 1 and lease_token is not null`,
  )
  return rows[0]
}

/**
 * Takes the lease when nobody holds one. A dead holder's lease is not taken here: recovery frees it first, because only
 * recovery knows how the dead run ended. Returns false when somebody holds it.
 */
export const acquireLease = async (
  db: Database,
  lease: { token: string; by: string | null; seconds: number },
): Promise<boolean> => {
  await db.query(`insert into ${own(db, 'promote_state')} (id) values (1) on conflict (id) do nothing`)
  const { rowCount } = await db.query(
    `update ${own(db, 'promote_state')}
     set lease_token = $1, lease_promotion = null, lease_by = $2, lease_since = now(),
       lease_until = now() + make_interval(secs => $3)
     where id = 1 and lease_token is null`,
    [lease.token, lease.by, lease.seconds],
  )
  return rowCount === 1
}

/**
 * Names the promotion on its lease, so that recovery knows which record a dead run belongs to, and renews it. Returns
 * false when the lease is no longer ours.
 */
export const nameLease = async (db: Database, token: string, promotion: string, seconds: number): Promise<boolean> => {
  const { rowCount } = await db.query(
    `update ${own(db, 'promote_state')}
     set lease_promotion = $2, lease_until = now() + make_interval(secs => $3)
     where id = 1 and lease_token = $1`,
    [token, promotion, seconds],
  )
  return rowCount === 1
}

/** The heartbeat. Returns false when the lease is no longer ours. */
export const renewLease = async (db: Database, token: string, seconds: number): Promise<boolean> => {
  const { rowCount } = await db.query(
    `update ${own(db, 'promote_state')} set lease_until = now() + make_interval(secs => $2) where id = 1 and lease_token = $1`,
    [token, seconds],
  )
  return rowCount === 1
}

/**
 * Locks the state row for the rest of the transaction: while it lives nobody else can take the lease, and a crash frees
 * the lock with the connection. Returns false when the lease is no longer ours.
 */
export const lockLease = async (db: Database, token: string): Promise<boolean> => {
  const { rowCount } = await db.query(
    `select 1 from ${own(db, 'promote_state')} where id = 1 and lease_token = $1 for update`,
    [token],
  )
  return rowCount === 1
}

/** The expired lease, its row locked, unless a living transaction holds the row. */
export const lockExpiredLease = async (db: Database): Promise<Lease | undefined> => {
  const { rows } = await db.query<Lease>(
    `select ${leaseColumns} from ${own(db, 'promote_state')}
     where id = 1 and lease_token is not null and lease_until < now()
     for update skip locked`,
  )
  return rows[0]
}

/** Takes over the lease of a dead run whose row is locked: recovery finishes it under the promotion's own lease. */
export const adoptLease = async (db: Database, deadToken: string, token: string, seconds: number): Promise<void> => {
  await db.query(
    `update ${own(db, 'promote_state')} set lease_token = $2, lease_until = now() + make_interval(secs => $3)
     where id = 1 and lease_token = $1`,
    [deadToken, token, seconds],
  )
}

export const releaseLease = async (db: Database, token: string): Promise<void> => {
  await db.query(
    `update ${own(db, 'promote_state')}
     set lease_token = null, lease_promotion = null, lease_by = null, lease_since = null, lease_until = null
     where id = 1 and lease_token = $1`,
    [token],
  )
}

/**
 * Grows production's generation by one and returns it. Renews the lease, which the swap's transaction could not while it
 * held its row: from now, not from when the transaction began.
 */
export const incrementGeneration = async (db: Database, leaseSeconds: number): Promise<number> => {
  const { rows } = await db.query<{ generation: number }>(
    `update ${own(db, 'promote_state')}
     set generation = generation + 1, lease_until = clock_timestamp() + make_interval(secs => $1)
     where id = 1 returning generation`,
    [leaseSeconds],
  )
  return rows[0]!.generation
}
