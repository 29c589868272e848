import { sql } from '@payloadcms/db-postgres'
import type { Payload, PayloadRequest } from 'payload'
import { qualify } from './quote.ts'

/** One connection or a pool: what runs a statement. Values are always parameters. */
export type Database = {
  /** The PostgreSQL schema that the adapter's tables live in. */
  schema: string
  query: <Row = Record<string, unknown>>(
    text: string,
    values?: unknown[],
  ) => Promise<{ rows: Row[]; rowCount: number | null }>
}

type Connection = Pick<Database, 'query'>
type PoolClient = Connection & {
  release: (error?: Error | boolean) => void
  on: (event: 'error', listener: (error: Error) => void) => void
  off: (event: 'error', listener: (error: Error) => void) => void
}

const ignoreError = (): void => undefined

type Pool = Connection & { connect: () => Promise<PoolClient>; options?: { max?: number } }

/** The adapter's own pool, on the primary server. */
export const getDatabase = (payload: Payload): Database => toDatabase(payload, getPool(payload))

const toDatabase = (payload: Payload, connection: Connection): Database => ({
  schema: (payload.db as { schemaName?: string }).schemaName ?? 'public',
  query: async (text, values) => {
    try {
      return await connection.query(text, values)
    } catch (cause) {
      throw new Error(`${(cause as Error).message}, in the statement:\n${text}`, { cause })
    }
  },
})

type Executor = { execute: (query: unknown) => Promise<{ rows: unknown[]; rowCount: number | null }> }

/**
 * The connection of the request's own transaction, where it has one: an aborted save then leaves no trace, and a pool of
 * one connection is enough.
 */
export const getRequestDatabase = async (req: PayloadRequest): Promise<Database> => {
  const db = getDatabase(req.payload)
  const id = await req.transactionID
  const { sessions } = req.payload.db as unknown as { sessions?: Record<string, { db: Executor }> }
  const session = id === undefined || id === null ? undefined : sessions?.[String(id)]
  return session ? fromDrizzle(db.schema, session.db) : db
}

/** The read replicas that Payload's own reads may go to. */
export const listReplicas = (payload: Payload): Database[] => {
  const { drizzle } = payload.db as unknown as { drizzle: { $replicas?: Executor[] } }
  return (drizzle.$replicas ?? []).map((replica) => fromDrizzle(getDatabase(payload).schema, replica))
}

const fromDrizzle = (schema: string, executor: Executor): Database => {
  const query = async (text: string, values: unknown[] = []) => executor.execute(bind(text, values))
  return { schema, query: query as Database['query'] }
}

/** A statement with `$n` parameters as Drizzle's own, for which a bare list would be a list of parameters. */
const bind = (text: string, values: unknown[]) => {
  const parts = text.split(/\$(\d+)/)
  return sql.join(parts.map((part, index) => (index % 2 === 0 ? sql.raw(part) : sql.param(values[Number(part) - 1]))))
}

/** One of the plugin's own tables, as statements name it. */
export const own = (db: Database, table: string): string => qualify(db.schema, table)

const getPool = (payload: Payload): Pool => (payload.db as unknown as { pool: Pool }).pool

/**
 * Whether a second connection can be had while a transaction holds one. Payload's own adapter never gives back the one
 * that it watches the server with, so a pool of two leaves one.
 */
export const hasSpareConnection = (payload: Payload): boolean => (getPool(payload).options?.max ?? 10) > 2

/**
 * Runs `work` in one transaction and commits. A failing COMMIT throws, unlike Payload's own `commitTransaction`.
 * READ COMMITTED unless asked otherwise: a visitor's write to a production-owned field must not abort a promotion.
 */
export const withTransaction = async <T>(
  payload: Payload,
  work: (tx: Database) => Promise<T>,
  isolation: 'read committed' | 'repeatable read' = 'read committed',
): Promise<T> => {
  const client = await getPool(payload).connect()
  // Without a listener a connection that breaks while it waits ends the process. The next statement fails anyway.
  client.on('error', ignoreError)
  const release = (error?: Error) => {
    client.off('error', ignoreError)
    client.release(error)
  }
  try {
    await client.query(`begin isolation level ${isolation}`)
    const result = await work(toDatabase(payload, client))
    await client.query('commit')
    release()
    return result
  } catch (error) {
    await client.query('rollback').then(
      () => release(),
      (broken: Error) => release(broken),
    )
    throw error
  }
}

/** What one sort or hash table of a statement over whole tables may take, in kB. A server that gives more, gives more. */
const workMemKb = 64 * 1024

/**
 * For a transaction of a few statements over whole tables: joins stay in memory, and nothing waits for a compiler, which
 * costs more than such statements take.
 */
export const tuneTransaction = async (tx: Database): Promise<void> => {
  await tx.query(
    `select set_config('jit', 'off', true),
       set_config('work_mem', greatest(pg_size_bytes(current_setting('work_mem')) / 1024, ${workMemKb}) || 'kB', true)`,
  )
}

/** PostgreSQL's SQLSTATE of a failed statement, also where another layer wrapped it. */
export const sqlState = (error: unknown): string | undefined => {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code
  return cause ? sqlState(cause) : undefined
}

export const undefinedTable = '42P01'
export const undefinedColumn = '42703'
export const lockNotAvailable = '55P03'
export const deadlockDetected = '40P01'
export const serializationFailure = '40001'
