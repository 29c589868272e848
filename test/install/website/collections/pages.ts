import { type CollectionConfig, slugField } from 'payload'
import { editors, editorsOrPublished } from './access.ts'
import { revalidatePage } from './revalidate.ts'

const previewPath = (slug: unknown) =>
  `/next/preview?path=${encodeURIComponent(slug === 'home' ? '/' : `/${slug}`)}&previewSecret=${process.env.PREVIEW_SECRET}`

export const pages: CollectionConfig = {
  slug: 'pages',
  access: { create: editors, delete: editors, read: editorsOrPublished, update: editors },
  admin: {
    useAsTitle: 'title',
    preview: (data) => previewPath(data.slug),
    livePreview: { url: ({ data }) => previewPath(data.slug) },
  },
  versions: { drafts: { autosave: { interval: 100 }, schedulePublish: true }, maxPerDoc: 50 },
  hooks: { afterChange: [revalidatePage] },
  fields: [
    { name: 'title', type: 'text', required: true },
    { name: 'image', type: 'upload', relationTo: 'media' },
    {
      name: 'layout',
      type: 'blocks',
      blocks: [
        { slug: 'archive', fields: [{ name: 'limit', type: 'number', defaultValue: 10 }] },
        { slug: 'formBlock', fields: [{ name: 'form', type: 'relationship', relationTo: 'forms', required: true }] },
      ],
    },
    slugField(),
  ],
}
