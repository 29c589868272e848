import {
  BlocksFeature,
  LinkFeature,
  lexicalEditor,
  RelationshipFeature,
  UploadFeature,
} from '@payloadcms/richtext-lexical'
import { Note } from './blocks/Note.ts'
import { ProductCard } from './blocks/ProductCard.ts'

/** The site's one rich text editor: internal links, uploads with captions, related documents, blocks. */
export const editor = lexicalEditor({
  features: ({ defaultFeatures }) => [
    ...defaultFeatures.filter(({ key }) => !['link', 'upload', 'relationship'].includes(key)),
    LinkFeature({ enabledCollections: ['pages', 'posts', 'products'] }),
    UploadFeature({
      enabledCollections: ['media'],
      collections: { media: { fields: [{ name: 'caption', type: 'text' }] } },
    }),
    RelationshipFeature({ enabledCollections: ['posts', 'products'] }),
    BlocksFeature({ blocks: [Note, ProductCard] }),
  ],
})
