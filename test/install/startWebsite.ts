// A site in the shape of Payload's website template: made in a folder of its own, built, and started behind the Worker.
import { findFreePort } from '../../dev-site/scripts/postgres.ts'
import { createDatabase } from '../helpers/createDatabase.ts'
import { createKey, type RunningGate, startGate } from '../helpers/worker.ts'
import { createFreshProject, type FreshProject } from './freshProject.ts'

/** What the template has beyond Payload and Next. */
const packages = [
  '@payloadcms/live-preview-react',
  '@payloadcms/plugin-form-builder',
  '@payloadcms/plugin-nested-docs',
  '@payloadcms/plugin-redirects',
  '@payloadcms/plugin-search',
  '@payloadcms/plugin-seo',
  'sharp',
]

export const previewSecret = 'a-preview-secret'

export type Website = {
  project: FreshProject
  gate: RunningGate
  /** The site's own server, behind the gate. */
  server: { start: () => Promise<void>; stop: () => Promise<void> }
  /** The environment variables that the site's commands take. */
  commandEnv: Record<string, string>
  stop: () => Promise<void>
}

export const startWebsite = async (): Promise<Website> => {
  const project = await createFreshProject('website', packages)
  const cleanups = [() => project.remove()]
  const stop = async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup()
  }
  try {
    const [port, edgePort] = [await findFreePort(), await findFreePort()]
    const env = {
      DATABASE_URL: await createDatabase(),
      PREVIEW_SECRET: previewSecret,
      EDGE_KEY: createKey(),
      SITE_URL: `http://127.0.0.1:${edgePort}`,
    }
    // Lexical's files for plain Node await each other in a circle, which now and then never ends.
    const commandEnv = { ...env, NODE_OPTIONS: '--conditions=production' }
    await project.installPlugin()
    await project.run('payload', ['migrate:create', 'initial'], commandEnv)
    await project.run('payload', ['migrate'], commandEnv)
    await project.run('payload', ['generate:importmap'], commandEnv)
    await project.run('tsx', ['scripts/seed.ts'], commandEnv)
    await project.run('next', ['build'], { ...env, NODE_ENV: 'production' })

    const gate = await startGate({
      origin: `http://localhost:${port}`,
      port: edgePort,
      key: env.EDGE_KEY,
      worker: `${project.directory}/worker.ts`,
      vars: { MEMO_MS: '300' },
    })
    cleanups.push(gate.dispose)
    let running = await project.startServer(env, port)
    cleanups.push(() => running.stop())
    const server = {
      start: async () => {
        running = await project.startServer(env, port)
      },
      stop: () => running.stop(),
    }
    return { project, gate, server, commandEnv, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
