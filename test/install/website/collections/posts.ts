import { type CollectionConfig, slugField } from 'payload'
import { editors, editorsOrPublished } from './access.ts'
import { revalidatePost } from './revalidate.ts'

export const posts: CollectionConfig = {
  slug: 'posts',
  access: { create: editors, delete: editors, read: editorsOrPublished, update: editors },
  admin: { useAsTitle: 'title' },
  versions: { drafts: { autosave: { interval: 100 }, schedulePublish: true }, maxPerDoc: 50 },
  hooks: { afterChange: [revalidatePost] },
  fields: [
    { name: 'title', type: 'text', required: true },
    { name: 'image', type: 'upload', relationTo: 'media' },
    { name: 'categories', type: 'relationship', relationTo: 'categories', hasMany: true },
    { name: 'relatedPosts', type: 'relationship', relationTo: 'posts', hasMany: true },
    slugField(),
  ],
}
