import { type CollectionConfig, definePlugin, type Field } from 'payload'
import { computePlan, inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

/** Names that Payload gives to columns of its own, in tables of other kinds. */
const text = (name: string, more = {}): Field => ({ name, type: 'text', required: true, ...more })
const likePlaces = [text('parent'), text('path'), text('order'), text('locale')]
const products: CollectionConfig = {
  slug: 'products',
  access: { read: () => true },
  versions: { drafts: true },
  fields: [
    ...likePlaces,
    text('named', { localized: true }),
    { name: 'stock', type: 'number' },
    {
      name: 'variants',
      type: 'array',
      localized: true,
      fields: [{ name: 'stock', type: 'number' }, ...likePlaces],
    },
    {
      name: 'layout',
      type: 'blocks',
      localized: true,
      blocks: [{ slug: 'amount', fields: [{ name: 'stock', type: 'number' }, ...likePlaces] }],
    },
    { name: 'kinds', type: 'select', hasMany: true, localized: true, options: ['a', 'b'] },
    { name: 'words', type: 'text', hasMany: true, localized: true },
    { name: 'related', type: 'relationship', relationTo: 'products' as never, hasMany: true, localized: true },
  ],
}

const named = { parent: 'x', path: 'y', order: 'z', locale: 'de' }
const data = (stock: number) => ({
  ...named,
  named: 'Name',
  stock,
  variants: [{ stock, ...named }],
  layout: [{ blockType: 'amount', stock, ...named }],
  kinds: ['a'],
  words: ['one', 'two'],
  _status: 'published',
})

describe('what a table is for', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite({
      collections: [products],
      options: { collections: { products: { productionOwned: ['stock'] } } },
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
    })
  })
  afterAll(() => site?.stop())

  it('is not taken from its columns’ names: localized rows beside a production-owned field are promoted (7.13)', async () => {
    const { id } = await site.payload.create({ collection: products.slug as 'pages', data: data(1) as never })
    const update = (values: Record<string, unknown>) =>
      site.payload.update({ collection: products.slug as 'pages', id, data: values as never })
    await update({ related: [id] })
    await promoteAll(site)
    await update({ ...data(2), related: [id, id] })
    await promoteAll(site)
    const [promoted] = (await inEnvironment(site.payload, 'production').find({ collection: products.slug as 'pages' }))
      .docs as unknown as Record<string, unknown>[]
    expect(promoted).toMatchObject({
      ...data(2),
      stock: 1,
      words: ['one', 'two'],
      variants: [{ stock: 2, ...named }],
      layout: [{ stock: 2, ...named }],
    })
    expect(await computePlan({ payload: site.payload })).toMatchObject({ total: 0 })
  })

  it('may be null in all of a twin but its ids and places (7.13)', async () => {
    const required = await site.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns
       where table_name like 'prod\\_%' and is_nullable = 'NO' order by 1`,
    )
    expect(required.map(({ name }) => name.replace(/^prod_products_?/, ''))).toMatchInlineSnapshot(`
      [
        ".id",
        "blocks_amount._locale",
        "blocks_amount._order",
        "blocks_amount._parent_id",
        "blocks_amount._path",
        "blocks_amount.id",
        "kinds.id",
        "kinds.locale",
        "kinds.order",
        "kinds.parent_id",
        "locales._locale",
        "locales._parent_id",
        "locales.id",
        "rels.id",
        "rels.parent_id",
        "rels.path",
        "texts.id",
        "texts.order",
        "texts.parent_id",
        "texts.path",
        "variants._locale",
        "variants._order",
        "variants._parent_id",
        "variants.id",
      ]
    `)
  })
})

describe('tables that have no counterpart on production (7.14)', () => {
  const pages: CollectionConfig = { slug: 'pages', fields: [{ name: 'title', type: 'text' }] }
  const start = (slug: string, field: Field) => {
    const later = definePlugin({
      slug: 'later',
      order: 2000,
      plugin: ({ config }) => ({
        ...config,
        collections: (config.collections ?? []).map((collection) =>
          collection.slug === slug ? { ...collection, fields: [...collection.fields, field] } : collection,
        ),
      }),
    })
    return createSite({
      collections: [pages],
      options: { collections: { pages: true } },
      config: { plugins: [later()] },
    })
  }
  const rows: Field = { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }] }
  const column: Field = { name: 'later', type: 'text' }

  it.each([
    ['a column of staging', 'pages', column, 'the column "later" of "pages" has no counterpart'],
    ['a table of staging', 'pages', rows, 'the table "pages_rows" has no counterpart'],
    ['a column of the twin', 'production_pages', column, 'the column "later" of "prod_pages" has no counterpart'],
    ['a table of the twin', 'production_pages', rows, 'the twin has a table "prod_pages_rows" of its own'],
  ])('refuse the start, with what to do: %s', async (_, slug, field, what) => {
    const starting = start(slug, field)
    await expect(starting).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringContaining(what),
      hint: expect.stringContaining('Put promote() last'),
    })
  })

  it('do not hold up folders, which stay with the editors', async () => {
    const site = await createSite({
      collections: [{ ...pages, folders: true }],
      options: { collections: { pages: true } },
    })
    await site.payload.create({ collection: 'pages', data: { title: 'In a folder' } as never })
    await promoteAll(site)
    await site.stop()
  })
})
