import { nestedDocsPlugin } from '@payloadcms/plugin-nested-docs'
import { searchPlugin } from '@payloadcms/plugin-search'
import { seoPlugin } from '@payloadcms/plugin-seo'
import type { CollectionConfig, Payload } from 'payload'
import { computePlan } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { readEnvironment, whileStagingDiffers } from '../helpers/environments.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { putPromotionBack } from '../helpers/putBack.ts'
import { changedRows, readProductionRows } from '../helpers/rows.ts'
import { createFixtureCollections, createImage } from './fixtures.ts'

const open = { read: () => true }
const docs: CollectionConfig = {
  slug: 'docs',
  access: open,
  versions: { drafts: true },
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'slug', type: 'text', unique: true },
  ],
}
const media = createFixtureCollections(false).filter((collection) => collection.slug === 'media')

describe('a site with the nested-docs, search and seo plugins', () => {
  let site: Site
  let image: number
  const ids: Record<string, number> = {}
  beforeAll(async () => {
    site = await createSite({
      collections: [docs, ...media],
      options: { collections: { docs: true, media: true, search: true } },
      config: {
        sharp,
        localization: { locales: ['en', 'de'], defaultLocale: 'en' },
        plugins: [
          nestedDocsPlugin({
            collections: ['docs' as never],
            generateURL: (parents) => parents.reduce((url, doc) => `${url}/${String(doc.slug)}`, ''),
          }),
          seoPlugin({ collections: ['docs' as never], uploadsCollection: 'media' as never, tabbedUI: false }),
          searchPlugin({ collections: ['docs' as never], searchOverrides: { access: open } }),
        ],
      },
    })
    image = await create('media', { alt: 'x' }, await createImage('x.png', 'red'))
    ids.root = await create('docs', { title: 'Root', slug: 'root', _status: 'published' })
    ids.child = await create('docs', { title: 'Child', slug: 'child', parent: ids.root, _status: 'published' })
    ids.leaf = await create('docs', {
      title: 'Leaf',
      slug: 'leaf',
      parent: ids.child,
      meta: { title: 'SEO', description: 'd', image },
      _status: 'published',
    })
    await create('docs', { title: 'Draft', slug: 'draft', parent: ids.root, _status: 'draft' })
  })
  afterAll(() => site?.stop())

  const create = async (collection: string, data: object, file?: object): Promise<number> => {
    const args = { collection, data, ...(file ? { file } : {}) } as unknown as Parameters<Payload['create']>[0]
    return ((await site.payload.create(args)) as { id: number }).id
  }
  const update = (id: number | undefined, data: object) =>
    site.payload.update({ collection: 'docs' as never, id: id!, data: { ...data, _status: 'published' } as never })

  const expectSame = async () => {
    for (const collection of ['docs', 'media', 'search']) {
      // Plugins save documents again without changing them; such a save moves `updatedAt` and is not promoted.
      const args = { collection, editor: await site.signIn('editor@example.com'), without: ['updatedAt'] }
      const staging = await readEnvironment(site, 'staging', args)
      const production = await whileStagingDiffers(site, ['docs', 'media'], () =>
        readEnvironment(site, 'production', args),
      )
      expect(production).toEqual(staging)
      expect(staging['depth 0']!.length).toBeGreaterThan(0)
    }
    expect(await computePlan({ payload: site.payload })).toMatchObject({ total: 0, problems: [] })
  }

  it('promotes breadcrumbs, meta fields and the search index', async () => {
    await promoteAll(site)
    await expectSame()
  })

  it('promotes a renamed parent with the breadcrumbs of its children, and puts them back', async () => {
    const before = await readProductionRows(site)
    await update(ids.root, { title: 'Trunk', slug: 'trunk' })
    await update(ids.leaf, { parent: ids.root, meta: { title: 'Other', image: null } })
    await site.payload.delete({ collection: 'docs' as never, id: ids.child! })
    const { promotion } = await promoteAll(site)
    await expectSame()
    await putPromotionBack(site, promotion)
    expect(changedRows(before, await readProductionRows(site))).toEqual([])
    await promoteAll(site)
    await expectSame()
  })
})
