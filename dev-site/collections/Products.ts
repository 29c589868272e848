import type { CollectionConfig } from 'payload'
import { publicContent } from '../access.ts'
import { seoFields } from '../fields/seoFields.ts'
import { slug } from '../fields/slug.ts'
import { previewLink } from '../previewLink.ts'

export const Products: CollectionConfig = {
  slug: 'products',
  access: publicContent,
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'price', 'stock', 'category', 'updatedAt'],
    preview: (doc, { locale }) => previewLink(`/products/${doc.slug}`, locale),
  },
  defaultPopulate: { title: true, slug: true, summary: true, price: true, stock: true, photos: true },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true },
    slug(),
    { name: 'summary', type: 'textarea', localized: true },
    { name: 'description', type: 'richText', localized: true },
    { name: 'price', type: 'number', required: true, min: 0, admin: { description: 'Euro, VAT included' } },
    {
      name: 'stock',
      type: 'number',
      required: true,
      defaultValue: 0,
      min: 0,
      admin: { position: 'sidebar', description: 'Goes down as visitors order. Production keeps its own count.' },
    },
    {
      name: 'category',
      type: 'relationship',
      relationTo: 'categories',
      index: true,
      admin: { position: 'sidebar' },
    },
    { name: 'origin', type: 'text', admin: { position: 'sidebar' } },
    { name: 'notes', type: 'text', hasMany: true, localized: true, label: 'Tasting notes' },
    { name: 'brewing', type: 'select', hasMany: true, options: ['espresso', 'filter', 'french-press', 'cold-brew'] },
    { name: 'photos', type: 'upload', relationTo: 'media', hasMany: true },
    seoFields(),
  ],
}
