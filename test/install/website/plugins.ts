import { LocalStorageAdapter } from '@flystorage/local-fs'
import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import { nestedDocsPlugin } from '@payloadcms/plugin-nested-docs'
import { redirectsPlugin } from '@payloadcms/plugin-redirects'
import { searchPlugin } from '@payloadcms/plugin-search'
import { seoPlugin } from '@payloadcms/plugin-seo'
import type { Plugin } from 'payload'
import { promote } from 'payload-promote'
import { revalidateRedirects } from './collections/revalidate.ts'

export const plugins: Plugin[] = [
  redirectsPlugin({ collections: ['pages', 'posts'], overrides: { hooks: { afterChange: [revalidateRedirects] } } }),
  nestedDocsPlugin({ collections: ['categories'] }),
  seoPlugin({ collections: ['pages'], uploadsCollection: 'media' }),
  formBuilderPlugin({ fields: { payment: false } }),
  searchPlugin({ collections: ['posts'] }),
  promote({
    collections: {
      pages: true,
      posts: true,
      media: true,
      categories: true,
      redirects: true,
      forms: true,
      search: true,
      'form-submissions': 'separate',
    },
    globals: { header: true },
    files: new LocalStorageAdapter('./production-files'),
    edge: { url: process.env.SITE_URL ?? 'http://localhost:3000', key: process.env.EDGE_KEY },
  }),
]
