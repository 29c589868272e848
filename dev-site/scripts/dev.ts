// `npm run dev`: a database beside the site, the old site in it, and Next in development.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { siteDir } from '../siteDir.ts'
import { startPostgres } from './postgres.ts'

const postgres = await startPostgres({ dir: path.join(siteDir, '.data/postgres') })
process.env.DATABASE_URL = postgres.url
try {
  await seedWhenEmpty()
  const next = spawn(process.execPath, [path.resolve(siteDir, '../node_modules/next/dist/bin/next'), 'dev', siteDir], {
    stdio: 'inherit',
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => next.kill(signal))
  await once(next, 'exit')
} finally {
  await postgres.stop()
}
process.exit()

/** Imported here and not above: the config reads `DATABASE_URL` when it is loaded. */
async function seedWhenEmpty(): Promise<void> {
  const { getPayload } = await import('payload')
  const { default: config } = await import('../payload.config.ts')
  const { password, users } = await import('../seed/facts.ts')
  const { seedOld } = await import('../seed/seedOld.ts')
  const payload = await getPayload({ config })
  const { totalDocs } = await payload.count({ collection: 'users' })
  if (totalDocs === 0) {
    payload.logger.info('Seeding the old site …')
    await seedOld(payload)
  }
  payload.logger.info(
    `Sign in at http://localhost:${process.env.PORT ?? 3000}/admin as ${users.admin} with the password ${password}`,
  )
  await payload.destroy()
}
