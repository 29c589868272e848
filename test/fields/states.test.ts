import type { CollectionConfig } from 'payload'
import { computePlan, inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { readEnvironment } from '../helpers/environments.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { putPromotionBack } from '../helpers/putBack.ts'
import { changedRows, readProductionRows } from '../helpers/rows.ts'

const open = { read: () => true }
const relation = (name: string, to: string | string[], more: object = {}) =>
  ({ name, type: 'relationship', relationTo: to, ...more }) as never

const pages: CollectionConfig = {
  slug: 'pages',
  access: open,
  versions: { drafts: { autosave: true } },
  trash: true,
  orderable: true,
  folders: true,
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'shared', type: 'text' },
    relation('category', 'categories'),
    relation('topics', ['categories'], { hasMany: true }),
  ],
}
const categories: CollectionConfig = {
  slug: 'categories',
  access: open,
  fields: [
    { name: 'name', type: 'text' },
    { name: 'pages', type: 'join', collection: 'pages', on: 'category' },
    { name: 'about', type: 'join', collection: 'pages', on: 'topics' },
    { name: 'sorted', type: 'join', collection: 'pages', on: 'category', orderable: true },
    { name: 'comments', type: 'join', collection: 'comments' as never, on: 'category' },
    { name: 'everything', type: 'join', collection: ['pages', 'comments'] as never, on: 'category' },
  ],
}
const comments: CollectionConfig = { slug: 'comments', access: open, fields: [relation('category', 'categories')] }

describe('states of a document', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite({
      collections: [pages, categories, comments],
      globals: [
        {
          slug: 'header',
          access: open,
          versions: { drafts: true },
          fields: [
            { name: 'title', type: 'text', localized: true },
            {
              name: 'items',
              type: 'array',
              fields: [relation('page', 'pages'), { name: 'words', type: 'text', hasMany: true }],
            },
            { name: 'body', type: 'richText' },
            relation('any', ['pages', 'categories']),
          ],
        },
        { slug: 'empty', access: open, fields: [{ name: 'title', type: 'text' }] },
      ],
      options: {
        collections: { pages: true, categories: true, comments: 'separate' },
        globals: { header: true, empty: true },
      },
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en', fallback: false } },
    })
  })
  afterAll(() => site?.stop())

  const create = async (data: object, more: object = {}): Promise<number> =>
    ((await site.payload.create({ collection: 'pages', data: data as never, ...more })) as { id: number }).id
  const update = (id: number, data: object, more: object = {}) =>
    site.payload.update({ collection: 'pages', id, data: data as never, ...more })
  const production = () => inEnvironment(site.payload, 'production')
  const titles = async () => {
    const { docs } = await production().find({ collection: 'pages', sort: 'id' })
    return docs.map((doc) => (doc as { title?: unknown }).title)
  }
  const expectSame = async (without: string[] = []) => {
    for (const collection of ['pages', 'categories'])
      expect(await readEnvironment(site, 'production', { collection, without })).toEqual(
        await readEnvironment(site, 'staging', { collection, without }),
      )
    expect(await computePlan({ payload: site.payload })).toMatchObject({ total: 0, problems: [] })
  }
  const empty = async () => {
    await site.payload.delete({ collection: 'pages', where: {}, trash: true })
    if ((await computePlan({ payload: site.payload })).total > 0) await promoteAll(site)
  }

  it('leaves drafts, autosaves and newer drafts behind', async () => {
    const id = await create({ title: 'Published', _status: 'published' })
    await create({ title: 'Draft' }, { draft: true })
    await update(id, { title: 'Autosaved' }, { draft: true, autosave: true })
    await update(id, { title: 'Newer draft' }, { draft: true })
    await promoteAll(site)
    expect(await titles()).toEqual(['Published'])
    await expectSame()
  })

  it('takes unpublished, trashed and deleted documents off production, and brings restored ones back', async () => {
    await empty()
    const unpublished = await create({ title: 'Unpublished', _status: 'published' })
    const trashed = await create({ title: 'Trashed', _status: 'published' })
    const deleted = await create({ title: 'Deleted', _status: 'published' })
    await promoteAll(site)
    const before = await readProductionRows(site)
    await update(unpublished, { _status: 'draft' })
    await update(trashed, { deletedAt: new Date().toISOString() })
    await site.payload.delete({ collection: 'pages', id: deleted })
    const { plan, promotion } = await promoteAll(site)
    expect(plan.counts).toEqual({ pages: { create: 0, update: 0, delete: 3 } })
    expect(await titles()).toEqual([])
    await putPromotionBack(site, promotion)
    expect(changedRows(before, await readProductionRows(site))).toEqual([])
    await promoteAll(site)

    await update(trashed, { deletedAt: null }, { trash: true })
    await update(unpublished, { _status: 'published' })
    await promoteAll(site)
    expect(await titles()).toEqual(['Unpublished', 'Trashed'])
    await expectSame()
  })

  it('promotes what publishing one locale published', async () => {
    await empty()
    const id = await create({ title: 'One', shared: 's', _status: 'published' }, { locale: 'en' })
    await update(id, { title: 'Eins', _status: 'published' }, { locale: 'de' })
    await promoteAll(site)
    await update(id, { title: 'Zwei' }, { locale: 'de', draft: true })
    await update(id, { title: 'Two', _status: 'published' }, { locale: 'en', publishSpecificLocale: 'en' })
    await promoteAll(site)
    const { docs } = await production().find({ collection: 'pages', locale: 'all' })
    expect(docs).toMatchObject([{ title: { en: 'Two', de: 'Eins' } }])
    await expectSame()
  })

  it('promotes the order of an orderable collection', async () => {
    await empty()
    const [a, b, c] = [
      await create({ title: 'a', _status: 'published' }),
      await create({ title: 'b', _status: 'published' }),
      await create({ title: 'c', _status: 'published' }),
    ]
    await promoteAll(site)
    const response = await site.request('/api/reorder', {
      method: 'POST',
      headers: { ...(await site.signIn('editor@example.com')), 'content-type': 'application/json' },
      body: JSON.stringify({
        collectionSlug: 'pages',
        docsToMove: [c],
        newKeyWillBe: 'less',
        orderableFieldName: '_order',
        target: {
          id: a,
          key: (await site.query<{ _order: string }>('select _order from pages where id = $1', [a]))[0]?._order,
        },
      }),
    })
    expect(response.status).toBe(200)
    await promoteAll(site)
    const { docs } = await production().find({ collection: 'pages' })
    expect(docs.map((doc) => doc.id)).toEqual([c, a, b])
    await expectSame()
  })

  it('joins production’s documents on production', async () => {
    await empty()
    const category = (
      (await site.payload.create({
        collection: 'categories',
        data: { name: 'C' } as never,
      })) as { id: number }
    ).id
    const topics = [{ relationTo: 'categories', value: category }]
    const seen = await create({ title: 'seen', category, topics, _status: 'published' })
    await promoteAll(site)
    await create({ title: 'unseen', category, topics, _status: 'published' })
    const doc = (await production().findByID({
      collection: 'categories',
      id: category,
      depth: 0,
    })) as unknown as Record<string, { docs?: unknown[] }>
    expect({ pages: doc.pages?.docs, about: doc.about?.docs, sorted: doc.sorted?.docs }).toEqual({
      pages: [seen],
      about: [seen],
      sorted: [seen],
    })
    await promoteAll(site)
    await expectSame(['pages', 'about', 'sorted', 'comments', 'everything'])
  })

  it('promotes globals with drafts, locales, arrays and rich text, and leaves unsaved ones alone', async () => {
    await empty()
    const page = await create({ title: 'p', _status: 'published' })
    const save = (data: object, more: object = {}) =>
      site.payload.updateGlobal({ slug: 'header', data: data as never, ...more })
    await save({
      title: 'en',
      items: [{ page, words: ['a', 'b'] }],
      any: { relationTo: 'pages', value: page },
      _status: 'published',
    })
    await save({ title: 'de', _status: 'published' }, { locale: 'de' })
    await promoteAll(site)
    const before = await readProductionRows(site)
    const read = async (environment: 'staging' | 'production') =>
      JSON.parse(
        JSON.stringify(
          await inEnvironment(site.payload, environment).findGlobal({
            slug: 'header',
            locale: 'all' as never,
            depth: 1,
          }),
          (key, value: unknown) => (key === 'folder' ? undefined : value),
        ),
      ) as object
    expect(await read('production')).toEqual(await read('staging'))
    await save({ title: 'draft', items: [] }, { draft: true })
    expect(await computePlan({ payload: site.payload })).toMatchObject({ total: 0 })
    await save({ title: 'EN', items: [{ words: ['b', 'a'] }, { page }], _status: 'published' })
    const { promotion } = await promoteAll(site)
    expect(await read('production')).toEqual(await read('staging'))
    await putPromotionBack(site, promotion)
    expect(changedRows(before, await readProductionRows(site))).toEqual([])
    await promoteAll(site)
    expect(await read('production')).toEqual(await read('staging'))
  })
})
