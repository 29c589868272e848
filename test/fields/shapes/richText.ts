import {
  BlocksFeature,
  FixedToolbarFeature,
  LinkFeature,
  lexicalEditor,
  RelationshipFeature,
  UploadFeature,
} from '@payloadcms/richtext-lexical'
import { type Data, field, group, type Id, type LooseBlock, type Refs } from './shape.ts'

type Node = Data & { type: string }

const inline = { direction: 'ltr', format: '', indent: 0, version: 1 } as const
const text = (value: string): Node => ({
  type: 'text',
  text: value,
  detail: 0,
  format: 0,
  mode: 'normal',
  style: '',
  version: 1,
})
export const paragraph = (...children: (Node | string)[]): Node => ({
  ...inline,
  type: 'paragraph',
  textFormat: 0,
  textStyle: '',
  children: children.map((child) => (typeof child === 'string' ? text(child) : child)),
})
export const document = (...children: (Node | string)[]) => ({
  root: {
    ...inline,
    type: 'root',
    children: children.map((child) => (typeof child === 'string' ? paragraph(child) : child)),
  },
})
export const link = (relationTo: string, value: Id | undefined, fields: Data = {}): Node => ({
  ...inline,
  type: 'link',
  version: 3,
  id: `link-${relationTo}-${value}`,
  fields: { linkType: 'internal', newTab: false, url: null, doc: { relationTo, value }, ...fields },
  children: [text('link')],
})
export const upload = (value: Id | undefined, fields: Data = {}): Node => ({
  type: 'upload',
  version: 3,
  format: '',
  id: `upload-${value}`,
  relationTo: 'media',
  value,
  fields,
})
export const relationship = (relationTo: string, value: Id | undefined): Node => ({
  type: 'relationship',
  version: 2,
  format: '',
  relationTo,
  value,
})
export const block = (blockType: string, id: string, fields: Data): Node => ({
  type: 'block',
  version: 2,
  format: '',
  fields: { id, blockName: '', blockType, ...fields },
})
export const inlineBlock = (blockType: string, id: string, fields: Data): Node => ({
  type: 'inlineBlock',
  version: 1,
  fields: { id, blockType, ...fields },
})

const card: LooseBlock = {
  slug: 'card',
  fields: [
    { name: 'image', type: 'upload', relationTo: 'media' },
    { name: 'page', type: 'relationship', relationTo: 'pages' },
    { name: 'pages', type: 'relationship', relationTo: 'pages', hasMany: true },
    { name: 'link', type: 'relationship', relationTo: ['pages', 'people'] },
    { name: 'rows', type: 'array', fields: [{ name: 'post', type: 'relationship', relationTo: 'posts' }] },
    { name: 'nested', type: 'richText' },
  ],
}
const mention: LooseBlock = { slug: 'mention', fields: [{ name: 'page', type: 'relationship', relationTo: 'pages' }] }

const cardData = (r: Refs, n: number) => ({
  image: r.media[n % 2],
  page: r.pages[n % 3],
  pages: [r.pages[(n + 1) % 3], r.pages[n % 3]],
  link: { relationTo: n % 2 ? 'pages' : 'people', value: n % 2 ? r.pages[0] : r.people[0] },
  rows: [{ id: `row-${n}`, post: r.posts[n % 2] }],
  nested: document(paragraph('in a block: ', link('pages', r.pages[n % 3])), upload(r.media[0])),
})

/** Rich text, which holds references as JSON. */
export const richTexts = group('rich-texts', [
  field('rich text with the config’s editor', { name: 'body', type: 'richText' }, document('one'), document('two')),
  field(
    'localized rich text with internal links',
    { name: 'story', type: 'richText', localized: true },
    (r: Refs) => document(paragraph('to ', link('pages', r.pages[0]))),
    (r: Refs) => document(paragraph('to ', link('posts', r.posts[0])), 'more'),
    {
      first: (r: Refs) => document(paragraph('nach ', link('pages', r.pages[1]))),
      edited: (r: Refs) => document(paragraph(link('pages', r.pages[2]))),
    },
  ),
  field(
    'rich text with uploads, their extra fields, and enabledCollections',
    {
      name: 'illustrated',
      type: 'richText',
      editor: lexicalEditor({
        features: [
          UploadFeature({
            enabledCollections: ['media'],
            collections: {
              media: {
                fields: [
                  { name: 'caption', type: 'text' },
                  { name: 'credit', type: 'relationship', relationTo: 'pages' },
                ] as never,
              },
            },
          }),
        ],
      }),
    },
    (r: Refs) => document(upload(r.media[0], { caption: 'a', credit: r.pages[0] })),
    (r: Refs) => document(upload(r.media[1], { caption: 'b', credit: r.pages[1] }), upload(r.media[0])),
  ),
  field(
    'rich text with relationships and enabledCollections',
    {
      name: 'related',
      type: 'richText',
      editor: lexicalEditor({ features: [RelationshipFeature({ enabledCollections: ['pages', 'people'] as never })] }),
    },
    (r: Refs) => document(relationship('pages', r.pages[0]), relationship('people', r.people[0])),
    (r: Refs) => document(relationship('people', r.people[1]), relationship('pages', r.pages[1])),
  ),
  field(
    'rich text with links that have fields and enabledCollections',
    {
      name: 'linked',
      type: 'richText',
      editor: lexicalEditor({
        features: [
          LinkFeature({
            enabledCollections: ['pages'],
            fields: ({ defaultFields }) => [
              ...defaultFields,
              { name: 'icon', type: 'upload', relationTo: 'media' },
              { name: 'about', type: 'relationship', relationTo: ['pages', 'posts'] },
            ],
          }),
        ],
      }),
    },
    (r: Refs) =>
      document(
        paragraph(
          link('pages', r.pages[0], { icon: r.media[0], about: { relationTo: 'posts', value: r.posts[0] } }),
          link('pages', r.pages[1], { linkType: 'custom', url: 'https://example.com/?a=b', doc: null }),
        ),
      ),
    (r: Refs) =>
      document(
        paragraph(link('pages', r.pages[2], { icon: r.media[1], about: { relationTo: 'pages', value: r.pages[0] } })),
      ),
  ),
  field(
    'rich text with blocks and inline blocks that hold uploads, relations and rich text',
    {
      name: 'rich',
      type: 'richText',
      localized: true,
      editor: lexicalEditor({
        features: ({ defaultFeatures }) => [
          ...defaultFeatures,
          FixedToolbarFeature(),
          BlocksFeature({ blocks: [card, 'shared'] as never, inlineBlocks: [mention] as never }),
        ],
      }),
    },
    (r: Refs) =>
      document(
        block('card', 'card-1', cardData(r, 1)),
        paragraph('see ', inlineBlock('mention', 'mention-1', { page: r.pages[0] })),
      ),
    (r: Refs) =>
      document(
        paragraph('see ', inlineBlock('mention', 'mention-2', { page: r.pages[1] })),
        block('card', 'card-2', cardData(r, 2)),
        block('card', 'card-1', cardData(r, 3)),
      ),
    {
      first: (r: Refs) => document(block('card', 'card-3', cardData(r, 2))),
      edited: (r: Refs) => document(block('card', 'card-3', cardData(r, 4))),
    },
  ),
  {
    name: 'rich text in blocks of an array',
    fields: [
      {
        name: 'chapters',
        type: 'array',
        fields: [
          {
            name: 'content',
            type: 'blocks',
            blocks: [{ slug: 'prose', fields: [{ name: 'text', type: 'richText', localized: true }] }],
          },
        ],
      },
    ],
    first: (r) => ({
      en: { chapters: [{ content: [{ blockType: 'prose', text: document(paragraph(link('pages', r.pages[0]))) }] }] },
    }),
    edited: (r) => ({
      en: {
        chapters: [
          { content: [] },
          { content: [{ blockType: 'prose', text: document(paragraph(link('posts', r.posts[1])), 'x') }] },
        ],
      },
    }),
  },
])
