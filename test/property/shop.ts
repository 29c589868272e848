import type { CollectionConfig } from 'payload'
import { createSite, type Site } from '../helpers/createSite.ts'

const open = { read: () => true }

const pages: CollectionConfig = {
  slug: 'pages',
  access: open,
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'slug', type: 'text', unique: true },
    { name: 'parent', type: 'relationship', relationTo: 'pages' },
    { name: 'related', type: 'relationship', relationTo: ['pages', 'products'], hasMany: true },
    { name: 'tags', type: 'select', hasMany: true, options: ['a', 'b', 'c'] },
    { name: 'words', type: 'text', hasMany: true },
    {
      name: 'rows',
      type: 'array',
      fields: [
        { name: 'text', type: 'text', localized: true },
        { name: 'page', type: 'relationship', relationTo: 'pages' },
        { name: 'cells', type: 'array', fields: [{ name: 'value', type: 'number' }] },
      ],
    },
  ],
}

const products: CollectionConfig = {
  slug: 'products',
  access: open,
  fields: [
    { name: 'name', type: 'text' },
    { name: 'sku', type: 'text', unique: true },
    { name: 'stock', type: 'number' },
    { name: 'note', type: 'text', localized: true },
    { name: 'page', type: 'relationship', relationTo: 'pages' },
  ],
}

const orders: CollectionConfig = {
  slug: 'orders',
  access: open,
  fields: [
    { name: 'product', type: 'relationship', relationTo: 'products' as never },
    { name: 'seen', type: 'relationship', relationTo: ['pages', 'products'] as never, hasMany: true },
    { name: 'lines', type: 'array', fields: [{ name: 'product', type: 'relationship', relationTo: 'products' }] },
  ],
}

const people: CollectionConfig = {
  slug: 'people',
  access: open,
  fields: [
    { name: 'name', type: 'text' },
    { name: 'home', type: 'relationship', relationTo: 'pages' },
  ],
}

/** Promoted pages and products with stock of production's own, visitors' orders, shared people. */
export const createShop = (): Promise<Site> =>
  createSite({
    collections: [pages, products, orders, people],
    options: {
      collections: { pages: true, products: { productionOwned: ['stock', 'note'] }, orders: 'separate' },
    },
    config: { localization: { locales: ['en', 'de'], defaultLocale: 'en', fallback: true } },
  })

const kept = ['promote_state', 'payload_migrations', 'users', 'users_sessions']

/** Empties every table, so that each sequence starts from nothing. */
export const emptyShop = async (site: Site): Promise<void> => {
  const tables = await site.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> all($1)`,
    [kept],
  )
  await site.query(`truncate ${tables.map((t) => t.name).join(', ')} cascade`)
}
