import { LocalStorageAdapter } from '@flystorage/local-fs'
import type { Plugin } from 'payload'
import { promote } from 'payload-promote'

export const plugins: Plugin[] = [
  promote({
    collections: { articles: true, media: true, enquiries: 'separate' },
    globals: { navigation: true },
    files: new LocalStorageAdapter('./production-files'),
  }),
]
