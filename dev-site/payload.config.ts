// Acme Coffee Roasters: a site that uses every option of the plugin.
import path from 'node:path'
import { LocalStorageAdapter } from '@flystorage/local-fs'
import { postgresAdapter } from '@payloadcms/db-postgres'
import { de } from '@payloadcms/translations/languages/de'
import { en } from '@payloadcms/translations/languages/en'
import { buildConfig } from 'payload'
import { promote } from 'payload-promote'
import sharp from 'sharp'
import { AnalyticsEvents } from './collections/AnalyticsEvents.ts'
import { Categories } from './collections/Categories.ts'
import { Domains } from './collections/Domains.ts'
import { formBuilder } from './collections/formBuilder.ts'
import { Integrations } from './collections/Integrations.ts'
import { Media } from './collections/Media.ts'
import { Objects } from './collections/Objects.ts'
import { ObjectTypes } from './collections/ObjectTypes.ts'
import { Orders } from './collections/Orders.ts'
import { Pages } from './collections/Pages.ts'
import { Popups } from './collections/Popups.ts'
import { Posts } from './collections/Posts.ts'
import { Products } from './collections/Products.ts'
import { redirects } from './collections/redirects.ts'
import { Users } from './collections/Users.ts'
import { productionFilesDir } from './directories.ts'
import { editor } from './editor.ts'
import { Consent } from './globals/Consent.ts'
import { Design } from './globals/Design.ts'
import { Footer } from './globals/Footer.ts'
import { Header } from './globals/Header.ts'
import { Robots } from './globals/Robots.ts'
import { Seo } from './globals/Seo.ts'
import { siteDir } from './siteDir.ts'

export default buildConfig({
  secret: process.env.PAYLOAD_SECRET ?? 'acme-development-secret',
  serverURL: process.env.SERVER_URL ?? '',
  db: postgresAdapter({ pool: { connectionString: process.env.DATABASE_URL }, push: true }),
  editor,
  sharp,
  localization: {
    locales: [
      { code: 'en', label: 'English' },
      { code: 'de', label: 'Deutsch' },
    ],
    defaultLocale: 'en',
    fallback: true,
  },
  i18n: { supportedLanguages: { en, de } },
  admin: {
    user: 'users',
    // Gravatar would be asked for a picture of each user.
    avatar: 'default',
    meta: { titleSuffix: ' · Acme Coffee Roasters' },
    importMap: {
      baseDir: siteDir,
      importMapFile: path.join(siteDir, 'app/(payload)/admin/importMap.js'),
    },
  },
  // Written by `payload generate:types`, not by every process that opens the site.
  typescript: { outputFile: path.join(siteDir, 'payload-types.ts'), autoGenerate: false },
  telemetry: false,
  collections: [
    Pages,
    Posts,
    Categories,
    Products,
    Media,
    Popups,
    Integrations,
    ObjectTypes,
    Objects,
    Orders,
    AnalyticsEvents,
    Users,
    Domains,
  ],
  globals: [Header, Footer, Design, Seo, Robots, Consent],
  plugins: [
    formBuilder,
    redirects,
    promote({
      collections: {
        pages: true,
        posts: true,
        categories: true,
        products: { productionOwned: ['stock'] },
        media: true,
        forms: true,
        redirects: true,
        popups: true,
        integrations: true,
        'object-types': true,
        objects: true,
        'form-submissions': 'separate',
        'analytics-events': 'separate',
        orders: 'separate',
      },
      globals: { header: true, footer: true, design: true, seo: true, robots: true, consent: true },
      files: new LocalStorageAdapter(productionFilesDir),
      // Several servers keep caches of their own: each is named.
      ...(process.env.APP_SERVERS && { servers: process.env.APP_SERVERS.split(',') }),
      ...(process.env.EDGE_URL && { edge: { url: process.env.EDGE_URL, key: process.env.EDGE_KEY } }),
    }),
  ],
})
