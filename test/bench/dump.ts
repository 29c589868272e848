// A snapshot's floor: pg_dump of production's tables, or what comes nearest where there is no pg_dump for this server.
import { execFile } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Payload } from 'payload'
import { withTransaction } from '../../plugin/sql/database.ts'
import type { PromotedTables } from '../../plugin/sql/tablePairs.ts'

const run = promisify(execFile)

/** pg_dump refuses servers newer than itself. */
export const hasPgDump = async (serverMajor: number): Promise<boolean> => {
  try {
    const { stdout } = await run('pg_dump', ['--version'])
    return Number(/PostgreSQL\) (\d+)/.exec(stdout)?.[1]) >= serverMajor
  } catch {
    return false
  }
}

/** The production tables' rows into a file, as pg_dump writes them (its default: plain text, `copy` of each table). */
export const dumpWithPgDump = async (databaseURL: string, entities: PromotedTables[]): Promise<void> => {
  const file = path.join(tmpdir(), `promote-bench-${process.pid}.sql`)
  const tables = entities.flatMap((e) => e.tables.flatMap((pair) => ['--table', pair.target]))
  await run('pg_dump', ['--data-only', '--file', file, ...tables, databaseURL])
  await rm(file, { force: true })
}

/**
 * The same `copy` statements that pg_dump issues, in one transaction, written by the server itself to nowhere: no client, no
 * socket, no file. Faster than pg_dump.
 */
export const dumpWithCopy = async (payload: Payload, entities: PromotedTables[]): Promise<void> => {
  await withTransaction(
    payload,
    async (tx) => {
      for (const { tables } of entities) for (const pair of tables) await tx.query(`copy ${pair.target} to '/dev/null'`)
    },
    'repeatable read',
  )
}
