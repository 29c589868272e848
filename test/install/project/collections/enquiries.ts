import type { CollectionConfig } from 'payload'

/** What visitors send. */
export const enquiries: CollectionConfig = {
  slug: 'enquiries',
  access: { create: () => true },
  fields: [
    { name: 'email', type: 'email', required: true },
    { name: 'about', type: 'relationship', relationTo: 'articles' },
  ],
}
