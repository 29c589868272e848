import type { CollectionConfig } from 'payload'
import { publishedContent } from '../access.ts'
import { seoFields } from '../fields/seoFields.ts'
import { slug } from '../fields/slug.ts'
import { previewLink } from '../previewLink.ts'

export const Posts: CollectionConfig = {
  slug: 'posts',
  access: publishedContent,
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'slug', 'author', '_status', 'updatedAt'],
    preview: (doc, { locale }) => previewLink(`/posts/${doc.slug}`, locale),
  },
  versions: { drafts: { autosave: { interval: 1500 } }, maxPerDoc: 20 },
  defaultPopulate: { title: true, slug: true, excerpt: true, image: true, publishedAt: true },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true },
    slug(),
    { name: 'publishedAt', type: 'date', required: true, admin: { position: 'sidebar' } },
    { name: 'author', type: 'relationship', relationTo: 'users', admin: { position: 'sidebar' } },
    {
      name: 'categories',
      type: 'relationship',
      relationTo: 'categories',
      hasMany: true,
      admin: { position: 'sidebar' },
    },
    { name: 'excerpt', type: 'textarea', localized: true },
    { name: 'image', type: 'upload', relationTo: 'media' },
    { name: 'content', type: 'richText', localized: true, required: true },
    { name: 'related', type: 'relationship', relationTo: ['posts', 'products'], hasMany: true },
    seoFields(),
  ],
}
