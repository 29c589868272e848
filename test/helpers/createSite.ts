import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LocalStorageAdapter } from '@flystorage/local-fs'
import { type PostgresAdapter, postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig, type CollectionConfig, type Config, getPayload, handleEndpoints, type Payload } from 'payload'
import { type PromoteOptions, promote } from 'payload-promote'
import { cloneConfig } from '../../plugin/twins/cloneConfig.ts'
import { createDatabase } from './createDatabase.ts'

// Payload's dev push skips a schema that this process has pushed before, whatever the database.
process.env.PAYLOAD_FORCE_DRIZZLE_PUSH = 'true'

type AdapterArgs = Parameters<typeof postgresAdapter>[0]

export type SiteSettings = {
  collections: CollectionConfig[]
  globals?: Config['globals']
  /** The plugin's options; unless given, `files` is a temporary folder and `servers` none: nothing listens. */
  options: PromoteOptions
  /** More of the Payload config, e.g. `localization` or `blocks`. */
  config?: Partial<Config>
  /** More of the adapter's options, e.g. `idType` or `schemaName`. */
  adapter?: Omit<Partial<AdapterArgs>, 'pool'> & { pool?: AdapterArgs['pool'] }
  /** @default a new, empty one */
  databaseURL?: string
  /** The site as it was before the plugin. @default true */
  isInstalled?: boolean
}

export type Site = {
  payload: Payload
  /** By which Payload's own routes find this instance. */
  key: string
  databaseURL: string
  /** Where staged uploads may be kept. */
  directory: string
  /** Calls the site's REST API in this process, through Payload's own router. */
  request: (path: string, init?: RequestInit) => Promise<Response>
  /** `{ authorization }` of a signed-in user, created if there is none with this email. */
  signIn: (email: string, data?: Record<string, unknown>, collection?: string) => Promise<{ authorization: string }>
  /** Runs SQL on the site's database. */
  query: <Row = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>
  stop: () => Promise<void>
}

/** Users as a site has them: shared, with roles. Only the role `customer` may not open the admin panel. */
export const users: CollectionConfig = {
  slug: 'users',
  auth: true,
  access: { admin: ({ req }) => (req.user as { role?: string } | null)?.role !== 'customer' },
  fields: [{ name: 'role', type: 'text', saveToJWT: true }],
}

/** A real Payload site on a real PostgreSQL database, with the plugin installed. */
export const createSite = async (given: SiteSettings): Promise<Site> => {
  // Payload sanitises configs in place: a site of one's own leaves the test's as they were written.
  const settings = { ...given, collections: cloneConfig(given.collections), globals: cloneConfig(given.globals ?? []) }
  const databaseURL = settings.databaseURL ?? (await createDatabase())
  const directory = await mkdtemp(path.join(tmpdir(), 'promote-site-'))
  const hasUsers = settings.collections.some((collection) => collection.slug === 'users')
  const key = randomUUID()
  const config = buildConfig({
    secret: 'test-secret',
    telemetry: false,
    logger: { options: { level: process.env.TEST_LOG ?? 'silent' } },
    editor: lexicalEditor(),
    typescript: { autoGenerate: false },
    ...settings.config,
    admin: { user: 'users', importMap: { autoGenerate: false }, ...settings.config?.admin },
    db: postgresAdapter({
      push: true,
      ...settings.adapter,
      pool: { connectionString: databaseURL, max: 10, ...settings.adapter?.pool },
    }),
    collections: hasUsers ? settings.collections : [...settings.collections, users],
    globals: settings.globals ?? [],
    plugins: [
      ...(settings.config?.plugins ?? []),
      ...(settings.isInstalled === false
        ? []
        : [
            promote({
              files: new LocalStorageAdapter(path.join(directory, 'production')),
              servers: [],
              ...settings.options,
            }),
          ]),
    ],
  })
  const payload = await getPayload({ config, key, disableOnInit: false })
  const { pool } = payload.db as unknown as PostgresAdapter
  pool.on('error', () => undefined)
  const request: Site['request'] = (url, init) =>
    handleEndpoints({
      config,
      payloadInstanceCacheKey: key,
      request: new Request(new URL(url, 'http://localhost'), init),
    })

  return {
    payload,
    key,
    databaseURL,
    directory,
    request,
    signIn: async (email, data = {}, collection = 'users') => {
      const password = 'test-password'
      const slug = collection as 'users'
      const { totalDocs } = await payload.count({ collection: slug, where: { email: { equals: email } } })
      if (totalDocs === 0) await payload.create({ collection: slug, data: { email, password, ...data } as never })
      const { token } = await payload.login({ collection: slug, data: { email, password } as never })
      return { authorization: `JWT ${token}` }
    },
    query: async <Row>(text: string, values?: unknown[]) => (await pool.query(text, values)).rows as Row[],
    stop: async () => {
      await payload.destroy()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
