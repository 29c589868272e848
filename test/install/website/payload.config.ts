// A site in the shape of Payload's website template: drafts, cached pages and globals, images through Next's optimizer.
import path from 'node:path'
import { postgresAdapter } from '@payloadcms/db-postgres'
import { lexicalEditor } from '@payloadcms/richtext-lexical'
import { buildConfig } from 'payload'
import sharp from 'sharp'
import { categories } from './collections/categories.ts'
import { header } from './collections/header.ts'
import { media } from './collections/media.ts'
import { pages } from './collections/pages.ts'
import { posts } from './collections/posts.ts'
import { plugins } from './plugins.ts'

export default buildConfig({
  secret: 'a-secret-of-the-test',
  db: postgresAdapter({
    pool: { connectionString: process.env.DATABASE_URL },
    push: false,
    migrationDir: path.resolve('migrations'),
  }),
  editor: lexicalEditor(),
  collections: [pages, posts, media, categories, { slug: 'users', auth: true, fields: [] }],
  globals: [header],
  plugins,
  sharp,
  telemetry: false,
  typescript: { autoGenerate: false },
})
