// A site as somebody else would have it: its own content model, nothing of Acme's.
import path from 'node:path'
import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import { articles } from './collections/articles.ts'
import { enquiries } from './collections/enquiries.ts'
import { media } from './collections/media.ts'
import { navigation } from './collections/navigation.ts'
import { plugins } from './plugins.ts'

export default buildConfig({
  secret: 'a-secret-of-the-test',
  db: postgresAdapter({
    pool: { connectionString: process.env.DATABASE_URL },
    push: process.env.DATABASE_PUSH === 'true',
    migrationDir: path.resolve('migrations'),
  }),
  editor: lexicalEditor(),
  localization: { locales: ['en', 'de'], defaultLocale: 'en', fallback: true },
  collections: [articles, media, enquiries, { slug: 'users', auth: true, fields: [] }],
  globals: [navigation],
  plugins,
  telemetry: false,
  typescript: { autoGenerate: false, outputFile: path.resolve('payload-types.ts') },
})
