import type { CollectionConfig } from 'payload'
import { publicContent } from '../access.ts'
import { mediaDir } from '../directories.ts'

export const Media: CollectionConfig = {
  slug: 'media',
  access: publicContent,
  admin: { useAsTitle: 'filename' },
  upload: {
    staticDir: mediaDir,
    mimeTypes: ['image/*', 'application/pdf'],
    adminThumbnail: 'thumbnail',
    focalPoint: true,
    imageSizes: [
      { name: 'thumbnail', width: 320, height: 240 },
      { name: 'card', width: 720, height: 540 },
      { name: 'hero', width: 1600 },
    ],
  },
  fields: [
    { name: 'alt', type: 'text', localized: true, required: true },
    { name: 'credit', type: 'text' },
  ],
}
