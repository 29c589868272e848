import type { CollectionConfig } from 'payload'
import { publishedContent } from '../access.ts'
import { CallToAction } from '../blocks/CallToAction.ts'
import { FormBlock } from '../blocks/FormBlock.ts'
import { Gallery } from '../blocks/Gallery.ts'
import { Hero } from '../blocks/Hero.ts'
import { ObjectList } from '../blocks/ObjectList.ts'
import { PostList } from '../blocks/PostList.ts'
import { ProductGrid } from '../blocks/ProductGrid.ts'
import { Text } from '../blocks/Text.ts'
import { seoFields } from '../fields/seoFields.ts'
import { slug } from '../fields/slug.ts'
import { previewLink } from '../previewLink.ts'

export const Pages: CollectionConfig = {
  slug: 'pages',
  access: publishedContent,
  admin: {
    useAsTitle: 'title',
    defaultColumns: ['title', 'slug', '_status', 'updatedAt'],
    preview: (doc, { locale }) => previewLink(doc.slug === 'home' ? '/' : `/${doc.slug}`, locale),
  },
  versions: { drafts: true, maxPerDoc: 20 },
  defaultPopulate: { title: true, slug: true },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true },
    slug({ localized: true }),
    {
      type: 'tabs',
      tabs: [
        {
          label: 'Content',
          fields: [
            {
              name: 'layout',
              type: 'blocks',
              blocks: [Hero, Text, Gallery, ProductGrid, FormBlock, CallToAction, PostList, ObjectList],
            },
          ],
        },
        { label: 'SEO', fields: [seoFields()] },
      ],
    },
  ],
}
