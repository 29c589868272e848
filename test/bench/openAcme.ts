import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Payload } from 'payload'
import { getModel } from '../../plugin/model.ts'
import { createKey, startGate } from '../helpers/worker.ts'

export type BenchSite = {
  payload: Payload
  /** Runs `work` with the real gate, in workerd, between the promotion and its visitors. */
  withGate: <T>(work: () => Promise<T>) => Promise<T>
  stop: () => Promise<void>
}

/** Acme's real Payload config on the database of `databaseURL`, in this process. One for each process. */
export const openAcme = async (databaseURL: string): Promise<BenchSite> => {
  const directory = await mkdtemp(path.join(tmpdir(), 'promote-bench-'))
  const origin = createServer((_, response) => response.end('Acme')).listen(0, 'localhost')
  await new Promise((resolve) => origin.once('listening', resolve))
  const address = origin.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const key = createKey()
  const gate = await startGate({ origin: `http://localhost:${port}`, key, isQuiet: true })
  // Read by the config when it is imported.
  Object.assign(process.env, {
    DATABASE_URL: databaseURL,
    MEDIA_DIR: path.join(directory, 'media'),
    PRODUCTION_FILES_DIR: path.join(directory, 'production-files'),
    EDGE_URL: gate.url,
    EDGE_KEY: key,
  })
  const { getPayload } = await import('payload')
  const { default: config } = await import('../../dev-site/payload.config.ts')
  const payload = await getPayload({ config })
  const model = getModel(payload.config)
  const { edge } = model
  model.edge = undefined
  // No app server runs that could be told.
  model.servers = []
  return {
    payload,
    withGate: async (work) => {
      model.edge = edge
      try {
        return await work()
      } finally {
        model.edge = undefined
      }
    },
    stop: async () => {
      const { pool } = payload.db as unknown as { pool: { on: (event: 'error', listener: () => void) => void } }
      pool.on('error', () => undefined)
      await payload.destroy()
      await gate.dispose()
      origin.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
