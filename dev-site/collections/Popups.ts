import type { CollectionConfig } from 'payload'
import { publishedContent } from '../access.ts'
import { link } from '../fields/link.ts'

export const Popups: CollectionConfig = {
  slug: 'popups',
  access: publishedContent,
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'heading', '_status'] },
  versions: { drafts: true },
  fields: [
    { name: 'name', type: 'text', required: true, admin: { description: 'For editors only' } },
    { name: 'heading', type: 'text', localized: true, required: true },
    { name: 'text', type: 'textarea', localized: true },
    { name: 'image', type: 'upload', relationTo: 'media' },
    link({ required: false }),
    { name: 'afterSeconds', type: 'number', defaultValue: 5, min: 0 },
    {
      name: 'pages',
      type: 'relationship',
      relationTo: 'pages',
      hasMany: true,
      admin: { description: 'Shown on every page when empty' },
    },
  ],
}
