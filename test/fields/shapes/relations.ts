import { field, group, type Refs } from './shape.ts'

const to = {
  page: (index: number) => (refs: Refs) => ({ relationTo: 'pages', value: refs.pages[index] }),
  post: (index: number) => (refs: Refs) => ({ relationTo: 'posts', value: refs.posts[index] }),
  person: (index: number) => (refs: Refs) => ({ relationTo: 'people', value: refs.people[index] }),
}

/** Fields that point at promoted and shared documents. */
export const relations = group(
  'relations',
  [
    field(
      'relationship',
      { name: 'page', type: 'relationship', relationTo: 'pages' },
      (r: Refs) => r.pages[0],
      (r: Refs) => r.pages[1],
    ),
    field(
      'localized relationship',
      { name: 'near', type: 'relationship', relationTo: 'pages', localized: true },
      (r: Refs) => r.pages[0],
      null,
      { first: (r: Refs) => r.pages[1], edited: (r: Refs) => r.pages[2] },
    ),
    field(
      'relationship with hasMany',
      { name: 'pages', type: 'relationship', relationTo: 'pages', hasMany: true },
      (r: Refs) => [r.pages[2], r.pages[0]],
      (r: Refs) => [r.pages[0], r.pages[1], r.pages[2]],
    ),
    field(
      'localized relationship with hasMany',
      { name: 'others', type: 'relationship', relationTo: 'posts', hasMany: true, localized: true },
      (r: Refs) => [r.posts[0]],
      (r: Refs) => [r.posts[1], r.posts[0]],
      { first: (r: Refs) => [r.posts[1]], edited: [] },
    ),
    field(
      'polymorphic relationship',
      { name: 'anything', type: 'relationship', relationTo: ['pages', 'posts', 'people'] },
      to.page(0),
      to.post(1),
    ),
    field(
      'polymorphic relationship to a shared collection',
      { name: 'owner', type: 'relationship', relationTo: ['people', 'pages'] },
      to.person(0),
      to.page(2),
    ),
    field(
      'polymorphic relationship with hasMany',
      { name: 'things', type: 'relationship', relationTo: ['pages', 'posts', 'people'], hasMany: true },
      (r: Refs) => [to.page(0)(r), to.person(0)(r), to.post(0)(r)],
      (r: Refs) => [to.post(0)(r), to.page(0)(r)],
    ),
    field(
      'localized polymorphic relationship with hasMany',
      { name: 'mixed', type: 'relationship', relationTo: ['pages', 'posts'], hasMany: true, localized: true },
      (r: Refs) => [to.page(0)(r), to.post(0)(r)],
      (r: Refs) => [to.page(1)(r)],
      { first: (r: Refs) => [to.post(1)(r)], edited: (r: Refs) => [to.post(1)(r), to.page(2)(r)] },
    ),
    field(
      'relationship to a shared collection',
      { name: 'person', type: 'relationship', relationTo: 'people' },
      (r: Refs) => r.people[0],
      (r: Refs) => r.people[1],
    ),
    field(
      'upload',
      { name: 'image', type: 'upload', relationTo: 'media' },
      (r: Refs) => r.media[0],
      (r: Refs) => r.media[1],
    ),
    field(
      'localized upload',
      { name: 'cover', type: 'upload', relationTo: 'media', localized: true },
      (r: Refs) => r.media[0],
      (r: Refs) => r.media[1],
      { first: (r: Refs) => r.media[1], edited: null },
    ),
    field(
      'upload with hasMany',
      { name: 'gallery', type: 'upload', relationTo: 'media', hasMany: true },
      (r: Refs) => [r.media[0], r.media[1]],
      (r: Refs) => [r.media[1], r.media[0]],
    ),
    field(
      'polymorphic upload',
      { name: 'file', type: 'upload', relationTo: ['media', 'documents'] },
      (r: Refs) => ({ relationTo: 'media', value: r.media[0] }),
      (r: Refs) => ({ relationTo: 'media', value: r.media[1] }),
    ),
    field(
      'polymorphic upload with hasMany',
      { name: 'files', type: 'upload', relationTo: ['media', 'documents'], hasMany: true },
      (r: Refs) => r.media.map((value) => ({ relationTo: 'media', value })),
      (r: Refs) => r.media.toReversed().map((value) => ({ relationTo: 'media', value })),
    ),
    field(
      'self-relation and a cycle of two documents',
      { name: 'self', type: 'relationship', relationTo: 'relations' },
      (r: Refs) => r.own[0],
      (r: Refs) => r.own[1],
    ),
    field(
      'self-relations with hasMany',
      { name: 'selves', type: 'relationship', relationTo: 'relations', hasMany: true },
      (r: Refs) => [r.own[0]],
      (r: Refs) => [r.own[1], r.own[0]],
    ),
    {
      name: 'virtual fields, computed and following a relation',
      fields: [{ name: 'pageTitle', type: 'text', virtual: 'page.title' }],
      first: (r) => ({ en: { page: r.pages[0], pageOfJoin: r.pages[1] } }),
      edited: (r) => ({ en: { page: r.pages[1], pageOfJoin: r.pages[0] } }),
    },
  ],
  {
    fields: [
      { name: 'pageOfJoin', type: 'relationship', relationTo: 'pages' },
      {
        name: 'shout',
        type: 'text',
        virtual: true,
        hooks: {
          afterRead: [
            ({ siblingData }: { siblingData?: { label?: unknown } }) => String(siblingData?.label ?? '').toUpperCase(),
          ],
        },
      },
    ],
  },
)
