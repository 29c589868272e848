// A site whose commands are run from a shell: its database, migrations and one more field come from the environment.
import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import { promote } from 'payload-promote'

const { DATABASE_URL, MIGRATION_DIR, ADDED_FIELD } = process.env

export default buildConfig({
  secret: 'test-secret',
  telemetry: false,
  editor: lexicalEditor(),
  typescript: { autoGenerate: false },
  admin: { user: 'users', importMap: { autoGenerate: false } },
  db: postgresAdapter({ pool: { connectionString: DATABASE_URL! }, migrationDir: MIGRATION_DIR! }),
  collections: [
    { slug: 'users', auth: true, fields: [] },
    {
      slug: 'pages',
      fields: [{ name: 'title', type: 'text' }, ...(ADDED_FIELD ? [{ name: ADDED_FIELD, type: 'text' as const }] : [])],
    },
  ],
  plugins: [promote({ collections: { pages: true } })],
})
