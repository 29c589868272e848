import type { CollectionConfig } from 'payload'
import { publicContent } from '../access.ts'
import { slug } from '../fields/slug.ts'

export const Categories: CollectionConfig = {
  slug: 'categories',
  access: publicContent,
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'parent', 'slug'] },
  defaultPopulate: { title: true, slug: true, parent: true },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true },
    slug(),
    {
      name: 'parent',
      type: 'relationship',
      relationTo: 'categories',
      filterOptions: ({ id }) => (id ? { id: { not_equals: id } } : true),
    },
    { name: 'products', type: 'join', collection: 'products', on: 'category' },
  ],
}
