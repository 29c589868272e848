import type { CollectionConfig } from 'payload'
import { laterFields } from './laterFields.ts'

const isPublished = { _status: { equals: 'published' } }

export const articles: CollectionConfig = {
  slug: 'articles',
  admin: { useAsTitle: 'title' },
  versions: { drafts: true },
  access: { read: ({ req }) => (req.user ? true : isPublished) },
  fields: [
    { name: 'title', type: 'text', required: true, localized: true },
    { name: 'slug', type: 'text', unique: true },
    { name: 'text', type: 'richText', localized: true },
    {
      name: 'layout',
      type: 'blocks',
      blocks: [
        {
          slug: 'quote',
          fields: [
            { name: 'words', type: 'textarea', localized: true },
            { name: 'portrait', type: 'upload', relationTo: 'media' },
          ],
        },
        {
          slug: 'see-also',
          fields: [{ name: 'articles', type: 'relationship', relationTo: 'articles', hasMany: true }],
        },
      ],
    },
    ...laterFields,
  ],
}
