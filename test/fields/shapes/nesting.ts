import { group, type LooseBlock, type LooseField, type Refs, type Shape } from './shape.ts'

/** What stands inside rows of arrays and blocks: a value, a localized one, lists, relations of every kind. */
const inner = (): LooseField[] => [
  { name: 'text', type: 'text' },
  { name: 'word', type: 'text', localized: true },
  { name: 'kinds', type: 'select', hasMany: true, options: ['a', 'b'] },
  { name: 'notes', type: 'text', hasMany: true },
  { name: 'sums', type: 'number', hasMany: true },
  { name: 'image', type: 'upload', relationTo: 'media' },
  { name: 'pages', type: 'relationship', relationTo: 'pages', hasMany: true },
  { name: 'link', type: 'relationship', relationTo: ['pages', 'posts'] },
  { name: 'links', type: 'relationship', relationTo: ['pages', 'people'], hasMany: true },
]

const row = (refs: Refs, n: number) => ({
  text: `row ${n}`,
  word: `word ${n}`,
  kinds: n % 2 ? ['a', 'b'] : ['b'],
  notes: [`note ${n}`, 'again'],
  sums: [n, 2 * n],
  image: refs.media[n % 2],
  pages: [refs.pages[n % 3], refs.pages[(n + 1) % 3]],
  link: { relationTo: 'posts', value: refs.posts[n % 2] },
  links: [
    { relationTo: 'pages', value: refs.pages[0] },
    { relationTo: 'people', value: refs.people[n % 2] },
  ],
})

const leaf: LooseBlock = { slug: 'leaf', fields: inner() }
const branch: LooseBlock = {
  slug: 'branch',
  fields: [
    { name: 'title', type: 'text' },
    {
      name: 'items',
      type: 'array',
      fields: [...inner(), { name: 'inside', type: 'blocks', blocks: [{ slug: 'twig', fields: inner() }] }],
    },
  ],
}

/** Rows made from scratch get new ids; the edit drops one, changes one and turns the order. */
const rows = (refs: Refs, ...numbers: number[]) => numbers.map((n) => row(refs, n))

const shapes: Shape[] = [
  {
    name: 'a group',
    fields: [{ name: 'box', type: 'group', fields: inner() }],
    first: (refs) => ({ en: { box: row(refs, 1) }, de: { box: { word: 'Wort' } } }),
    edited: (refs) => ({ en: { box: row(refs, 2) }, de: { box: { word: null } } }),
  },
  {
    name: 'a localized group',
    fields: [
      { name: 'crate', type: 'group', localized: true, fields: [{ name: 'deep', type: 'group', fields: inner() }] },
    ],
    first: (refs) => ({ en: { crate: { deep: row(refs, 1) } }, de: { crate: { deep: row(refs, 2) } } }),
    edited: (refs) => ({ en: { crate: { deep: row(refs, 3) } }, de: { crate: { deep: row(refs, 4) } } }),
  },
  {
    name: 'an unnamed group',
    fields: [{ type: 'group', label: 'Loose', fields: [{ name: 'loose', type: 'text', localized: true }] }],
    first: () => ({ en: { loose: 'a' }, de: { loose: 'b' } }),
    edited: () => ({ en: { loose: 'c' }, de: { loose: 'd' } }),
  },
  {
    name: 'a row and a collapsible',
    fields: [
      {
        type: 'row',
        fields: [
          { name: 'left', type: 'text' },
          { type: 'collapsible', label: 'More', fields: [{ name: 'right', type: 'text', localized: true }] },
        ],
      },
    ],
    first: () => ({ en: { left: 'l', right: 'r' }, de: { right: 'rechts' } }),
    edited: () => ({ en: { left: null, right: 'R' }, de: { right: 'RECHTS' } }),
  },
  {
    name: 'named and unnamed tabs',
    fields: [
      {
        type: 'tabs',
        tabs: [
          { name: 'first', label: 'First', fields: inner() },
          { label: 'Second', fields: [{ name: 'second', type: 'text' }] },
        ],
      },
    ],
    first: (refs) => ({
      en: { first: row(refs, 1), second: 's' },
    }),
    edited: (refs) => ({
      en: { first: row(refs, 2), second: 'S' },
    }),
  },
  {
    name: 'an array',
    fields: [{ name: 'rows', type: 'array', fields: inner() }],
    first: (refs) => ({ en: { rows: rows(refs, 1, 2, 3) } }),
    edited: (refs) => ({ en: { rows: rows(refs, 3, 1) } }),
  },
  {
    name: 'a localized array',
    fields: [
      {
        name: 'lines',
        type: 'array',
        localized: true,
        fields: [...inner(), { name: 'sub', type: 'array', fields: [{ name: 'text', type: 'text' }] }],
      },
    ],
    first: (refs) => ({
      en: { lines: [{ ...row(refs, 1), sub: [{ text: 'a' }, { text: 'b' }] }] },
      de: { lines: [{ ...row(refs, 2), sub: [{ text: 'c' }] }, row(refs, 3)] },
    }),
    edited: (refs) => ({
      en: { lines: [{ ...row(refs, 4), sub: [{ text: 'b' }] }, row(refs, 1)] },
      de: { lines: [] },
    }),
  },
  {
    name: 'blocks',
    fields: [{ name: 'layout', type: 'blocks', blocks: [leaf, branch] }],
    first: (refs) => ({
      en: {
        layout: [
          { blockType: 'leaf', ...row(refs, 1) },
          { blockType: 'branch', title: 'b', items: [] },
        ],
      },
    }),
    edited: (refs) => ({
      en: {
        layout: [
          { blockType: 'branch', title: 'c', items: rows(refs, 1) },
          { blockType: 'leaf', ...row(refs, 2) },
        ],
      },
    }),
  },
  {
    name: 'localized blocks',
    fields: [{ name: 'sections', type: 'blocks', localized: true, blocks: [leaf, branch] }],
    first: (refs) => ({
      en: { sections: [{ blockType: 'leaf', ...row(refs, 1) }] },
      de: { sections: [{ blockType: 'branch', title: 'de', items: rows(refs, 1, 2) }] },
    }),
    edited: (refs) => ({
      en: { sections: [{ blockType: 'branch', title: 'en', items: rows(refs, 2) }] },
      de: { sections: [{ blockType: 'leaf', ...row(refs, 3) }] },
    }),
  },
  {
    name: 'arrays in blocks in arrays',
    fields: [{ name: 'outer', type: 'array', fields: [{ name: 'parts', type: 'blocks', blocks: [branch] }] }],
    first: (refs) => ({
      en: {
        outer: [
          {
            parts: [
              {
                blockType: 'branch',
                title: 'one',
                items: [{ ...row(refs, 1), inside: [{ blockType: 'twig', ...row(refs, 2) }] }, row(refs, 3)],
              },
            ],
          },
          { parts: [] },
        ],
      },
    }),
    edited: (refs) => ({
      en: {
        outer: [
          { parts: [{ blockType: 'branch', title: 'two', items: [] }] },
          {
            parts: [
              {
                blockType: 'branch',
                title: 'one',
                items: [row(refs, 3), { ...row(refs, 1), inside: [{ blockType: 'twig', ...row(refs, 4) }] }],
              },
            ],
          },
        ],
      },
    }),
  },
  {
    name: 'the same block in two fields, and another of its name (`_2` tables)',
    fields: [
      { name: 'top', type: 'blocks', blocks: [leaf] },
      { name: 'bottom', type: 'blocks', blocks: [leaf] },
      { name: 'alike', type: 'blocks', blocks: [{ slug: 'leaf', fields: [{ name: 'other', type: 'number' }] }] },
    ],
    first: (refs) => ({
      en: {
        top: [{ blockType: 'leaf', ...row(refs, 1) }],
        bottom: [{ blockType: 'leaf', ...row(refs, 2) }],
        alike: [{ blockType: 'leaf', other: 1 }],
      },
    }),
    edited: (refs) => ({
      en: {
        top: [{ blockType: 'leaf', ...row(refs, 2) }],
        bottom: [],
        alike: [
          { blockType: 'leaf', other: 2 },
          { blockType: 'leaf', other: 1 },
        ],
      },
    }),
  },
  {
    name: 'blockReferences',
    fields: [{ name: 'referenced', type: 'blocks', blocks: [], blockReferences: ['shared'] }],
    first: (refs) => ({ en: { referenced: [{ blockType: 'shared', ...row(refs, 1) }] } }),
    edited: (refs) => ({
      en: {
        referenced: [
          { blockType: 'shared', ...row(refs, 2) },
          { blockType: 'shared', ...row(refs, 1) },
        ],
      },
    }),
  },
]

/** Payload takes `localized` from these very objects once it has met them in a localized group. */
const common: LooseField[] = [
  { name: 'note', type: 'text', localized: true },
  { name: 'page', type: 'relationship', relationTo: 'pages' },
]
const commonData = (refs: Refs, n: number) => ({ note: `note ${n}`, page: refs.pages[n % 3] })

export const sharing = group('sharing', [
  {
    name: 'field objects shared by a group, an array and a referenced block',
    fields: [
      { name: 'whole', type: 'group', localized: true, fields: [...common] },
      { name: 'parts', type: 'array', fields: [...common] },
      { name: 'pieces', type: 'blocks', blocks: [], blockReferences: ['common'] },
    ],
    first: (refs) => ({
      en: {
        whole: commonData(refs, 1),
        parts: [commonData(refs, 2)],
        pieces: [{ blockType: 'common', ...commonData(refs, 3) }],
      },
    }),
    edited: (refs) => ({
      en: {
        whole: commonData(refs, 2),
        parts: [],
        pieces: [
          { blockType: 'common', ...commonData(refs, 1) },
          { blockType: 'common', ...commonData(refs, 2) },
        ],
      },
    }),
  },
])

/** Blocks of the config that `blockReferences` names. */
export const sharedBlocks: LooseBlock[] = [
  { slug: 'shared', interfaceName: 'SharedBlock', fields: inner() },
  { slug: 'common', fields: [...common] },
]

export const nesting = group('nesting', shapes)

/** Payload 3.90 fails to save a localized tab on a site without localization. */
export const localizedTabs = group('localized-tabs', [
  {
    name: 'a localized tab',
    fields: [{ type: 'tabs', tabs: [{ name: 'third', localized: true, fields: inner() }] }],
    first: (refs) => ({ en: { third: row(refs, 1) }, de: { third: row(refs, 2) } }),
    edited: (refs) => ({ en: { third: row(refs, 3) }, de: { third: row(refs, 4) } }),
  },
])

/** Names of tables and types chosen by the site. */
export const names = group(
  'names',
  [
    {
      name: 'custom dbName of a collection, arrays, blocks and selects, and enumName',
      first: (refs) => ({
        en: {
          rows: [{ text: 'a', word: 'w' }, { text: 'b' }],
          layout: [{ blockType: 'call', ...row(refs, 1) }],
          kinds: ['x', 'y'],
          kind: 'x',
          deep: [{ level: 'low' }],
        },
        de: {},
      }),
      edited: (refs) => ({
        en: {
          rows: [{ text: 'b' }],
          layout: [
            { blockType: 'call', ...row(refs, 2) },
            { blockType: 'call', ...row(refs, 1) },
          ],
          kinds: ['y'],
          kind: 'y',
          deep: [{ level: 'high' }, { level: 'low' }],
        },
      }),
    },
  ],
  {
    dbName: 'my_names',
    fields: [
      {
        name: 'rows',
        type: 'array',
        dbName: 'my_rows',
        fields: [
          { name: 'text', type: 'text' },
          { name: 'word', type: 'text', localized: true },
        ],
      },
      { name: 'layout', type: 'blocks', blocks: [{ slug: 'call', dbName: 'cta_blk', fields: inner() }] },
      {
        name: 'kinds',
        type: 'select',
        hasMany: true,
        dbName: 'my_kinds',
        enumName: 'my_kinds_enum',
        options: ['x', 'y'],
      },
      {
        name: 'kind',
        type: 'select',
        enumName: ({ tableName }: { tableName: string }) => `${tableName}_kind_enum`,
        options: ['x', 'y'],
      },
      {
        name: 'deep',
        type: 'array',
        dbName: ({ tableName }: { tableName: string }) => `${tableName}_dp`,
        fields: [{ name: 'level', type: 'radio', enumName: 'my_level', options: ['low', 'high'] }],
      },
    ],
  },
)
