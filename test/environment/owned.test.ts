import type { CollectionConfig } from 'payload'
import { inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const count = (name: string) => ({ name, type: 'number', min: 0, max: 10 }) as const
const products: CollectionConfig = {
  slug: 'products',
  fields: [
    { name: 'name', type: 'text', localized: true },
    { name: 'shop', type: 'group', fields: [{ type: 'row', fields: [count('stock')] }] },
    {
      type: 'tabs',
      tabs: [
        { label: 'Plain', fields: [count('views')] },
        { name: 'web', fields: [count('clicks')] },
      ],
    },
    { ...count('sold'), localized: true },
    { name: 'rating', type: 'group', localized: true, fields: [count('votes')] },
  ],
}

describe('a production-owned field', () => {
  let site: Site
  let id: number

  const update = (data: Record<string, number | { $inc: number }>, locale?: string) =>
    inEnvironment(site.payload, 'production').update({
      collection: 'products',
      id,
      data,
      ...(locale ? { locale } : {}),
    })

  beforeAll(async () => {
    site = await createSite({
      collections: [products],
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
      options: {
        collections: {
          products: { productionOwned: ['shop.stock', 'views', 'web.clicks', 'sold', 'rating.votes'] },
        },
      },
    })
    const one = { shop: { stock: 1 }, views: 1, web: { clicks: 1 }, sold: 1, rating: { votes: 1 } }
    const { payload } = site
    const doc = await payload.create({ collection: 'products' as never, data: { name: 'Beans', ...one } as never })
    id = (doc as unknown as { id: number }).id
    await payload.update({
      collection: 'products' as never,
      id,
      locale: 'de' as never,
      data: { name: 'Bohnen', sold: 2, rating: { votes: 2 } } as never,
    })
    await promoteAll(site)
  })
  afterAll(() => site.stop())

  it('keeps to its min and max in groups and tabs', async () => {
    for (const path of ['shop.stock', 'views', 'web.clicks']) {
      await expect(update({ [path]: { $inc: -5 } }), path).rejects.toMatchObject({ code: 'OUT_OF_RANGE' })
      await expect(update({ [path]: 11 }), path).rejects.toMatchObject({ code: 'OUT_OF_RANGE' })
      expect(await update({ [path]: { $inc: -1 } })).toEqual({ [path]: 0 })
    }
  })

  it('is changed in one locale when it is localized', async () => {
    expect(await update({ sold: { $inc: 3 }, 'rating.votes': 7 }, 'de')).toEqual({ sold: 5, 'rating.votes': 7 })
    await expect(update({ sold: { $inc: -2 } }, 'en')).rejects.toMatchObject({ code: 'OUT_OF_RANGE' })
    const read = (locale: string) =>
      inEnvironment(site.payload, 'production').findByID({
        collection: 'products' as never,
        id,
        locale: locale as never,
      }) as Promise<unknown>
    expect(await read('en')).toMatchObject({ name: 'Beans', sold: 1, rating: { votes: 1 } })
    expect(await read('de')).toMatchObject({ name: 'Bohnen', sold: 5, rating: { votes: 7 } })
  })

  it('says which locale is missing, unknown or too many', async () => {
    const refused = (message: string) => ({ code: 'BAD_REQUEST', message: expect.stringContaining(message) })
    await expect(update({ sold: 1 })).rejects.toMatchObject(refused('"sold" of "products" is localized'))
    await expect(update({ views: 1 }, 'de')).rejects.toMatchObject(refused('"views" of "products" is not localized'))
    await expect(update({ sold: 1 }, 'fr')).rejects.toMatchObject(refused('There is no locale "fr"'))
    await expect(update({ name: 1 }, 'de')).rejects.toMatchObject(refused('is not a production-owned field'))
  })
})
