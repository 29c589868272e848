import path from 'node:path'
import type { CollectionConfig } from 'payload'
import { anyone, editors } from './access.ts'

export const media: CollectionConfig = {
  slug: 'media',
  folders: true,
  access: { create: editors, delete: editors, read: anyone, update: editors },
  // The template has `public/media`, where everybody could read what is staged.
  upload: {
    staticDir: path.resolve('media'),
    adminThumbnail: 'og',
    imageSizes: [{ name: 'og', width: 40, height: 20 }],
  },
  fields: [{ name: 'alt', type: 'text' }],
}
