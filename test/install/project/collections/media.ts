import type { CollectionConfig } from 'payload'

export const media: CollectionConfig = {
  slug: 'media',
  access: { read: () => true },
  upload: { staticDir: 'media' },
  fields: [{ name: 'alt', type: 'text', localized: true }],
}
