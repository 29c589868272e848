import { BlocksFeature, lexicalEditor, UploadFeature } from '@payloadcms/richtext-lexical'
import type { CollectionConfig } from 'payload'
import { computePlan } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { block, document, inlineBlock, link, paragraph, relationship } from '../fields/shapes/richText.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { changedRows, readOtherRows } from '../helpers/rows.ts'

const open = { read: () => true }
const page = (name: string, more: object = {}) =>
  ({ name, type: 'relationship', relationTo: 'pages', ...more }) as const

const card = {
  slug: 'card',
  fields: [
    page('page'),
    page('pages', { hasMany: true }),
    { name: 'any', type: 'relationship', relationTo: ['people', 'pages'] },
    { name: 'rows', type: 'array', fields: [page('page')] },
    { name: 'nested', type: 'richText' },
    { name: 'free', type: 'json' },
  ],
}
const pages: CollectionConfig = {
  slug: 'pages',
  access: open,
  versions: { drafts: true },
  trash: true,
  admin: { useAsTitle: 'title' },
  fields: [{ name: 'title', type: 'text' }],
}
const posts: CollectionConfig = {
  slug: 'posts',
  access: open,
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'meta_data', type: 'group', fields: [page('the_page'), page('near', { localized: true })] },
    page('many', { hasMany: true }),
    { name: 'any', type: 'relationship', relationTo: ['people', 'pages'] as never },
    {
      name: 'items',
      type: 'array',
      fields: [page('page'), { name: 'sub', type: 'array', fields: [page('page')] }, page('all', { hasMany: true })],
    },
    { name: 'layout', type: 'blocks', blocks: [card] as never },
    {
      name: 'body',
      type: 'richText',
      localized: true,
      editor: lexicalEditor({
        features: ({ defaultFeatures }) => [
          ...defaultFeatures.filter((feature) => feature.key !== 'upload'),
          UploadFeature({ collections: {} }),
          BlocksFeature({
            blocks: [card] as never,
            inlineBlocks: [{ slug: 'mention', fields: [page('page')] }] as never,
          }),
        ],
      }),
    },
    { name: 'free', type: 'json' },
  ] as CollectionConfig['fields'],
}
const orders: CollectionConfig = {
  slug: 'orders',
  access: open,
  fields: [
    page('from'),
    { name: 'lines', type: 'array', fields: [page('page')] },
    page('seen', { hasMany: true }),
    { name: 'note', type: 'richText' },
  ],
}
const people: CollectionConfig = { slug: 'people', access: open, fields: [page('home')] }

describe.each([{ blocksAsJSON: false }, { blocksAsJSON: true }])('the plan of a site with %o', (adapter) => {
  let site: Site
  let kept: number
  let doomed: number
  beforeAll(async () => {
    site = await createSite({
      collections: [pages, posts, orders, people],
      globals: [{ slug: 'footer', access: open, fields: [page('page')] }],
      options: { collections: { pages: true, posts: true, orders: 'separate' } },
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
      adapter,
    })
    kept = await create('pages', { title: 'Kept', _status: 'published' })
    doomed = await create('pages', { title: 'Doomed', _status: 'published' })
  })
  afterAll(() => site?.stop())

  const create = async (collection: string, data: Record<string, unknown>): Promise<number> =>
    ((await site.payload.create({ collection: collection as never, data: data as never })) as { id: number }).id
  const problems = async (code: string) =>
    (await computePlan({ payload: site.payload })).problems.filter((problem) => problem.code === code)

  /** A post that points at a page from everywhere, and nowhere in plain JSON. */
  const pointing = (id: number, title: string) => {
    const fields = () => ({
      page: id,
      pages: [kept, id],
      any: { relationTo: 'pages', value: id },
      rows: [{ page: kept }, { page: id }],
      nested: document(paragraph(link('pages', id))),
      free: { type: 'relationship', relationTo: 'pages', value: 424242 },
    })
    return {
      title,
      meta_data: { the_page: id, near: id },
      many: [kept, id],
      any: { relationTo: 'pages', value: id },
      items: [{ page: kept }, { page: id, sub: [{ page: id }], all: [id] }],
      layout: [{ blockType: 'card', ...fields() }],
      body: document(
        paragraph(link('pages', id), inlineBlock('mention', 'm1', { page: id })),
        relationship('pages', id),
        relationship('pages', kept),
        block('card', 'c1', fields()),
      ),
      free: document(relationship('pages', 424242)),
    }
  }

  const everywhere = [
    'any',
    'body.card.any',
    'body.card.page',
    'body.card.pages',
    'body.card.rows.page',
    'body.link.doc',
    'body.mention.page',
    'body.relationship',
    'items.1.all',
    'items.1.page',
    'items.1.sub.0.page',
    ...(adapter.blocksAsJSON
      ? ['layout.card.any', 'layout.card.page', 'layout.card.pages', 'layout.card.rows.page', 'layout.link.doc']
      : ['layout.0.any', 'layout.0.nested.link.doc', 'layout.0.page', 'layout.0.pages', 'layout.0.rows.1.page']),
    'many',
    'meta_data.near',
    'meta_data.the_page',
  ].sort()

  it('finds no problem in references to what is published', async () => {
    await create('posts', pointing(doomed, 'Fine'))
    expect((await computePlan({ payload: site.payload })).problems).toEqual([])
    await promoteAll(site)
  })

  it('names each reference to a page that will not be on production, with its path', async () => {
    const draft = await create('pages', { title: 'Draft', _status: 'draft' })
    const post = await create('posts', pointing(draft, 'Dangling'))
    const found = await problems('DANGLING_REFERENCE')
    expect([...new Set(found.map((problem) => problem.path))].sort()).toEqual(everywhere)
    expect(found.every((p) => p.collection === 'posts' && p.id === String(post) && !p.blocking)).toBe(true)
    expect(found[0]!.message).toContain(`pages ${draft}`)
    await site.payload.delete({ collection: 'posts', id: post })
  })

  it('names all that on production still points at a page about to go, and leaves it untouched', async () => {
    const order = await create('orders', {
      from: doomed,
      lines: [{ page: kept }, { page: doomed }],
      seen: [doomed],
      note: document(paragraph(link('pages', doomed))),
    })
    const person = await create('people', { home: doomed })
    await site.payload.updateGlobal({ slug: 'footer', data: { page: doomed } as never })
    await site.payload.update({ collection: 'pages', id: doomed, data: { _status: 'draft' } as never })

    const found = await problems('DELETE_REFERENCED')
    const of = (collection: string) =>
      found.filter((problem) => problem.collection === collection).map(({ id, path }) => `${id} ${path}`)
    expect(of('orders').sort()).toEqual(
      ['from', 'lines.1.page', 'note.link.doc', 'seen'].map((path) => `${order} ${path}`),
    )
    expect(of('people')).toEqual([`${person} home`])
    expect(of('global:footer').map((place) => place.split(' ')[1])).toEqual(['page'])
    const posts = found.filter((problem) => problem.collection === 'posts')
    expect([...new Set(posts.map((problem) => problem.path))].sort()).toEqual(everywhere)

    const before = await readOtherRows(site)
    const rows = () => site.query('select * from prod_posts_rels order by id')
    const relations = await rows()
    await promoteAll(site)
    expect(changedRows(before, await readOtherRows(site))).toEqual([])
    expect(await rows()).toEqual(relations)
    const [post] = await site.query<{ any: number }>('select count(*)::int as any from prod_posts')
    expect(post).toEqual({ any: 1 })
  })
})
