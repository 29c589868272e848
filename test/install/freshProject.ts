// Makes a Payload project in a temporary directory from the npm registry and the packed plugin.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { findFreePort } from '../../dev-site/scripts/postgres.ts'
import { buildPackage } from '../helpers/buildPackage.ts'

const repository = path.resolve(import.meta.dirname, '../..')

/** What every Payload project has. Versions are those that the plugin is developed with. */
const dependencies = [
  '@payloadcms/db-postgres',
  '@payloadcms/next',
  '@payloadcms/richtext-lexical',
  '@payloadcms/ui',
  'graphql',
  'next',
  'payload',
  'react',
  'react-dom',
]
const devDependencies = ['@types/node', '@types/react', 'tsx', 'typescript']

export type FreshProject = {
  directory: string
  /** Runs a command of the project with its own binaries. What it printed; rejects with it unless it ends with 0. */
  run: (command: string, args: string[], env?: Record<string, string>) => Promise<string>
  /** Installs the plugin's tarball, as `npm install payload-promote` would. */
  installPlugin: () => Promise<void>
  write: (file: string, text: string) => Promise<void>
  read: (file: string) => Promise<string>
  listMigrations: () => Promise<string[]>
  /** Starts the built site, on a free port or a given one. */
  startServer: (env: Record<string, string>, port?: number) => Promise<{ origin: string; stop: () => Promise<void> }>
  remove: () => Promise<void>
}

/** `source` is a folder beside this file, `packages` are what its site needs beyond Payload and Next. */
export const createFreshProject = async (source: string, packages: string[] = []): Promise<FreshProject> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'fresh-project-'))
  const run: FreshProject['run'] = (command, args, env = {}) => runIn(directory, command, args, env)

  await cp(path.join(import.meta.dirname, source), directory, { recursive: true })
  // Acme's admin pages are those of Payload's blank template.
  await cp(path.join(repository, 'dev-site/app/(payload)'), path.join(directory, 'app/(payload)'), { recursive: true })
  await writeFile(path.join(directory, 'package.json'), JSON.stringify(await createManifest(packages), null, 2))
  await npmInstall(directory)

  return {
    directory,
    run,
    installPlugin: async () => {
      const built = await buildPackage()
      await runIn(built, 'npm', ['pack', '--ignore-scripts', '--pack-destination', directory])
      await rm(built, { recursive: true, force: true })
      const tarball = (await readdir(directory)).find((name) => name.endsWith('.tgz'))
      await npmInstall(
        directory,
        path.join(directory, tarball ?? 'no tarball'),
        `@flystorage/local-fs@${await versionOf('@flystorage/local-fs')}`,
      )
    },
    write: (file, text) => writeFile(path.join(directory, file), text),
    read: (file) => readFile(path.join(directory, file), 'utf8'),
    listMigrations: async () => {
      const names = await readdir(path.join(directory, 'migrations'))
      return names.filter((name) => name.endsWith('.ts') && name !== 'index.ts').sort()
    },
    startServer: (env, port) => startNext(directory, env, port),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

const createManifest = async (packages: string[]) => ({
  name: 'fresh-project',
  private: true,
  type: 'module',
  dependencies: await pinned([...dependencies, ...packages]),
  devDependencies: await pinned(devDependencies),
})

const versionOf = async (name: string): Promise<string> => {
  const { devDependencies: versions } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8'))
  // Payload's packages share one number.
  return versions[name] ?? versions.payload
}

const pinned = async (names: string[]): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(names.map(async (name) => [name, await versionOf(name)])))

const npmInstall = (directory: string, ...packages: string[]): Promise<string> =>
  runIn(directory, 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages])

/** Nothing can be asked: there is nobody to answer. */
const runIn = async (
  directory: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> => {
  const child = start(directory, command, args, env)
  const printed = collect(child.stdout)
  const complaints = collect(child.stderr)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`"${command} ${args.join(' ')}" ended with ${code}:\n${printed()}${complaints()}`)
  return printed()
}

const start = (directory: string, command: string, args: string[], env: Record<string, string>): ChildProcess =>
  spawn(command, args, {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      // Of the test runner's environment only what finds programs: a project of one's own knows nothing of it.
      PATH: `${path.join(directory, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
      HOME: process.env.HOME ?? directory,
      NEXT_TELEMETRY_DISABLED: '1',
      NO_COLOR: '1',
      ...env,
    } as Record<string, string> as unknown as NodeJS.ProcessEnv,
  })

const collect = (stream: Readable | null): (() => string) => {
  const chunks: string[] = []
  stream?.on('data', (chunk) => chunks.push(String(chunk)))
  return () => chunks.join('')
}

const startNext = async (directory: string, env: Record<string, string>, asked?: number) => {
  const port = asked ?? (await findFreePort())
  const origin = `http://localhost:${port}`
  const next = path.join(directory, 'node_modules/next/dist/bin/next')
  const server = start(directory, process.execPath, [next, 'start', '-p', String(port)], {
    NODE_ENV: 'production',
    ...env,
  })
  const printed = collect(server.stdout)
  const complaints = collect(server.stderr)
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill()
    await exited
  }
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline && server.exitCode === null) {
    const answer = await fetch(`${origin}/api/access`).catch(() => undefined)
    if (answer?.ok) return { origin, stop }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await stop()
  throw new Error(`The project's server did not start:\n${printed()}${complaints()}`)
}
