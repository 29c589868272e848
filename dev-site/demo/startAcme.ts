// Acme as visitors meet it: PostgreSQL, the site's production build, and the gate in workerd in front of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Payload } from 'payload'
import { createKey, type RunningGate, startGate } from '../../test/helpers/worker.ts'
import { findFreePort, startPostgres } from '../scripts/postgres.ts'
import { siteDir } from '../siteDir.ts'

const next = path.resolve(siteDir, '../node_modules/next/dist/bin/next')

export type Acme = {
  /** The site as visitors see it: through the gate. */
  url: string
  /** The site's own server, behind the gate. */
  origin: string
  /** All servers of the site; the first is `origin`. */
  origins: string[]
  /** What a process of the site finds in its environment, e.g. the command line. */
  env: Record<string, string>
  databaseURL: string
  gate: RunningGate
  /** Payload on the same database, in this process: for seeding and for looking at what the server did. */
  payload: Payload
  /** Kills one of the site's servers, by default the first, as a crash would (SIGKILL). */
  killServer: (index?: number) => Promise<void>
  /** Starts it (again). */
  startServer: (index?: number) => Promise<void>
  stop: () => Promise<void>
}

export type AcmeSettings = {
  /** Called as each step begins. */
  onStep?: (step: string) => void
  /** The gate's variables, e.g. shorter times for tests. */
  gateVars?: Parameters<typeof startGate>[0]['vars']
  /** Ports of the gate and the site's server. @default free ones */
  ports?: { gate: number; site: number }
  /** How many servers the site has; the gate stands before the first. @default 1 */
  servers?: number
  /** More environment variables for the site's server. */
  serverEnv?: Record<string, string>
}

/** Builds the site for production. What it is built from is the repository; no database is needed. */
export const buildSite = async (): Promise<void> => {
  const build = spawn(process.execPath, [next, 'build', siteDir], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  build.stdout.on('data', (chunk) => output.push(String(chunk)))
  build.stderr.on('data', (chunk) => output.push(String(chunk)))
  const [code] = await once(build, 'exit')
  if (code !== 0) throw new Error(`next build failed:\n${output.join('')}`)
}

/** Starts everything on an empty database. The site must have been built. The caller seeds, and stops it. */
export const startAcme = async (settings: AcmeSettings = {}): Promise<Acme> => {
  const { onStep, gateVars, ports, servers: serverCount = 1, serverEnv } = settings
  const directory = await mkdtemp(path.join(tmpdir(), 'acme-'))
  const stops: (() => Promise<unknown>)[] = [() => rm(directory, { recursive: true, force: true })]
  const stop = async () => {
    for (const undo of stops.splice(0).toReversed()) await undo()
  }
  try {
    onStep?.('Starting PostgreSQL')
    const postgres = await startPostgres()
    stops.push(postgres.stop)

    const sitePorts = [ports?.site ?? (await findFreePort())]
    while (sitePorts.length < serverCount) sitePorts.push(await findFreePort())
    const origins = sitePorts.map((port) => `http://localhost:${port}`)
    const origin = origins[0]!
    onStep?.('Starting the gate')
    const key = createKey()
    const gate = await startGate({
      origin,
      key,
      ...(ports ? { port: ports.gate } : {}),
      ...(gateVars ? { vars: gateVars } : {}),
    })
    stops.push(() => gate.dispose())

    const env = {
      DATABASE_URL: postgres.url,
      MEDIA_DIR: path.join(directory, 'media'),
      PRODUCTION_FILES_DIR: path.join(directory, 'production-files'),
      EDGE_URL: gate.url,
      EDGE_KEY: key,
      ...(serverCount > 1 ? { APP_SERVERS: origins.join(',') } : {}),
    }
    onStep?.('Creating the tables')
    Object.assign(process.env, env)
    const payload = await openPayload()
    stops.push(() => closePayload(payload))

    const servers: ChildProcess[] = []
    const killServer = async (index = 0) => {
      const server = servers[index]
      if (!server || server.exitCode !== null || server.signalCode !== null) return
      const exited = once(server, 'exit')
      expected.add(server)
      server.kill('SIGKILL')
      await exited
    }
    const startServer = async (index = 0) => {
      servers[index] = await startNext(sitePorts[index]!, { ...env, ...serverEnv })
    }
    onStep?.("Starting the site's server")
    for (const index of sitePorts.keys()) {
      stops.push(() => killServer(index))
      await startServer(index)
    }
    const databaseURL = postgres.url
    return { url: gate.url, origin, origins, env, databaseURL, gate, payload, killServer, startServer, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Imported here and not above: the config reads its environment when it is loaded. */
const openPayload = async (): Promise<Payload> => {
  const { getPayload } = await import('payload')
  const { default: config } = await import('../payload.config.ts')
  return getPayload({ config })
}

/**
 * `destroy` leaves the pool open, and Payload never gives back the client that it watches the connection with, so the
 * pool can't be ended. When PostgreSQL stops, its idle connections break: that is meant.
 */
const closePayload = async (payload: Payload): Promise<void> => {
  const { pool } = payload.db as unknown as { pool: { on: (event: 'error', listener: () => void) => void } }
  pool.on('error', () => undefined)
  await payload.destroy()
}

/** Servers that were killed on purpose. */
const expected = new WeakSet<ChildProcess>()

const startNext = async (port: number, env: Record<string, string>): Promise<ChildProcess> => {
  const server = spawn(process.execPath, [next, 'start', siteDir, '-p', String(port), '-H', 'localhost'], {
    env: { ...process.env, ...env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (chunk) => {
      output.push(String(chunk))
      if (process.env.ACME_LOG) process.stderr.write(chunk)
    })
  server.once('exit', (code, signal) => {
    if (!expected.has(server)) console.error(`The site's server ended (${signal ?? code}):\n${output.join('')}`)
  })
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    if (server.exitCode !== null) break
    try {
      if ((await fetch(`http://localhost:${port}/api/access`)).ok) return server
    } catch {
      // Not listening yet: asked again until the deadline.
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  server.kill('SIGKILL')
  throw new Error(`The site's server did not start:\n${output.join('')}`)
}
