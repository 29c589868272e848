import type { Id, LooseField, Shape, ShapeGroup } from './shape.ts'
import { group } from './shape.ts'

/** What a collection itself may be set to. Each has the same plain content. */
const plain = (name: string): Shape => ({
  name,
  first: () => ({ en: { text: 'one', word: 'wort' }, de: { word: 'Wort' } }),
  edited: () => ({ en: { text: 'two', word: 'word' }, de: { word: 'Worte' } }),
})

const fields: LooseField[] = [
  { name: 'text', type: 'text' },
  { name: 'word', type: 'text', localized: true },
]

const custom = (slug: string, name: string, options: Partial<Omit<ShapeGroup['collection'], 'fields'>>) =>
  group(slug, [plain(name)], { ...options, fields })

export const drafts = custom('with-drafts', 'a collection with drafts', { versions: { drafts: true } })
export const autosave = custom('with-autosave', 'a collection with autosave', {
  versions: { drafts: { autosave: { interval: 100 } } },
})
export const versions = custom('with-versions', 'a collection with versions but no drafts', { versions: true })
export const undrafted = custom('without-drafts', 'a collection without versions', { versions: false })
export const trash = custom('with-trash', 'a collection with trash', { trash: true })
export const folders = custom('with-folders', 'a collection in folders', { folders: true })
export const orderable = custom('with-order', 'an orderable collection', { orderable: true })
export const untimed = custom('without-timestamps', 'a collection without timestamps', {
  timestamps: false,
  versions: false,
})

export const indexed = group(
  'with-indexes',
  [
    {
      name: 'compound and unique indexes',
      first: () => ({ en: { slug: 'a', lang: 'x', name: 'n' }, de: { name: 'm' } }),
      edited: () => ({ en: { slug: 'b', lang: 'x', name: 'm' }, de: { name: 'n' } }),
    },
  ],
  {
    fields: [
      { name: 'slug', type: 'text', index: true },
      { name: 'lang', type: 'text' },
      { name: 'name', type: 'text', unique: true, localized: true },
    ],
    indexes: [{ fields: ['slug', 'lang'], unique: true }, { fields: ['lang', 'label'] }],
  },
)

const friends = (ids: Id[]) => ids.map((value) => ({ relationTo: 'text-ids', value }))

export const textIds = group(
  'text-ids',
  [
    {
      name: 'custom text ids',
      first: ({ own }) => ({ en: { friend: own[0], friends: friends(own), rows: [{ text: 'x' }] } }),
      edited: ({ own }) => ({ en: { friend: own[1], friends: friends(own.toReversed()), rows: [] } }),
    },
  ],
  {
    fields: [
      { name: 'id', type: 'text', required: true },
      { name: 'friend', type: 'relationship', relationTo: 'text-ids' },
      { name: 'friends', type: 'relationship', relationTo: ['text-ids', 'number-ids'], hasMany: true },
      { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }] },
    ],
  },
)

export const numberIds = group(
  'number-ids',
  [
    {
      name: 'custom number ids',
      first: ({ own }) => ({ en: { friends: own, words: ['a'] } }),
      edited: ({ own }) => ({ en: { friends: own.toReversed(), words: ['b', 'a'] } }),
    },
  ],
  {
    fields: [
      { name: 'id', type: 'number', required: true },
      { name: 'friends', type: 'relationship', relationTo: 'number-ids', hasMany: true },
      { name: 'words', type: 'text', hasMany: true, localized: true },
    ],
  },
)

let nextNumber = 1000

/** An id for a document of a collection with ids of its own; undefined where Payload makes them. */
export const idFor = (slug: string, label: string): string | number | undefined =>
  slug === 'text-ids' ? `id of ${label} / ü` : slug === 'number-ids' ? nextNumber++ : undefined

/** Stock and its like: production's value stays, staging's never shows. */
export const owned: ShapeGroup = {
  ...group(
    'products',
    [
      {
        name: 'production-owned fields at the root, in groups and tabs, and localized',
        first: () => ({
          en: { title: 'en', stock: 1, shop: { left: 2, note: 'n' }, views: { total: 3 }, teaser: 't', word: 'w' },
          de: { title: 'de', teaser: 'T' },
        }),
        edited: () => ({
          en: {
            title: 'EN',
            stock: 100,
            shop: { left: 200, note: 'N' },
            views: { total: 300 },
            teaser: 'tt',
            word: 'W',
          },
          de: { title: 'DE', teaser: 'TT' },
        }),
      },
    ],
    {
      fields: [
        { name: 'title', type: 'text', localized: true },
        { name: 'stock', type: 'number', defaultValue: 0 },
        { name: 'teaser', type: 'text', localized: true },
        { name: 'word', type: 'text', localized: true },
        {
          name: 'shop',
          type: 'group',
          fields: [
            { name: 'left', type: 'number' },
            { name: 'note', type: 'text' },
          ],
        },
        { type: 'tabs', tabs: [{ name: 'views', fields: [{ name: 'total', type: 'number' }] }] },
        { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }] },
      ],
    },
  ),
  option: { productionOwned: ['stock', 'shop.left', 'views.total', 'teaser'] },
}
