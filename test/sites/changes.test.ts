/** What `onPromoted` is told: every document that changed, and where it stood and stands. */
import { nestedDocsPlugin } from '@payloadcms/plugin-nested-docs'
import type { CollectionConfig, GlobalConfig } from 'payload'
import { computePlan, type PromotedChange, runPromotion } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const title = { name: 'title', type: 'text', localized: true } as const
const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  admin: { useAsTitle: 'title' },
  fields: [title, { name: 'slug', type: 'text', localized: true }],
}
const posts: CollectionConfig = {
  slug: 'posts',
  admin: { useAsTitle: 'title' },
  fields: [title, { name: 'slug', type: 'text' }, { name: 'uri', type: 'text', localized: true }],
}
const tags: CollectionConfig = { slug: 'tags', fields: [{ name: 'word', type: 'text' }] }
const header: GlobalConfig = { slug: 'header', fields: [{ name: 'line', type: 'text' }] }

describe('the changes that onPromoted gets (6.4)', () => {
  let site: Site
  let changes: PromotedChange[] = []
  beforeAll(async () => {
    site = await createSite({
      collections: [pages, posts, tags],
      globals: [header],
      config: {
        localization: { locales: ['en', 'de'], defaultLocale: 'en' },
        plugins: [
          nestedDocsPlugin({
            collections: ['pages'],
            generateURL: (docs) => docs.reduce((url, doc) => `${url}/${doc.slug}`, ''),
          }),
        ],
      },
      options: {
        collections: { pages: true, posts: true, tags: true },
        globals: { header: true },
        onPromoted: (event) => {
          changes = event.changes
        },
      },
    })
  })
  afterAll(() => site.stop())

  const create = async (collection: string, data: object, german?: object) => {
    const { id } = await site.payload.create({ collection: collection as never, data: data as never })
    if (german) await update(collection, id, german, 'de')
    return id
  }
  const update = async (collection: string, id: number | string, data: object, locale = 'en') => {
    await site.payload.update({ collection: collection as never, id, data: data as never, locale: locale as never })
  }
  const promote = async (keep?: { collection: string; id: string }[]) => {
    const { id } = await computePlan({ payload: site.payload })
    const { status, warnings } = await runPromotion({ payload: site.payload, planId: id, ...(keep ? { keep } : {}) })
    expect({ status, warnings }).toEqual({ status: 'succeeded', warnings: [] })
    return changes
  }
  const published = { _status: 'published' }

  it('say where documents stand, by locale, with the path that nested-docs made', async () => {
    const parent = await create(
      'pages',
      { title: 'About', slug: 'about', ...published },
      { title: 'Über uns', slug: 'ueber-uns', ...published },
    )
    const child = await create(
      'pages',
      { title: 'Team', slug: 'team', parent, ...published },
      { title: 'Mannschaft', slug: 'mannschaft', ...published },
    )
    const post = await create('posts', { title: 'News', slug: 'news', uri: '/blog/news' }, { uri: '/de/blog/news' })
    const tag = await create('tags', { word: 'red' })
    await site.payload.updateGlobal({ slug: 'header' as never, data: { line: 'Hello' } as never })

    const created = await promote()
    const of = (collection: string, id: number | string) =>
      created.find((change) => change.collection === collection && change.id === String(id))
    expect(created).toHaveLength(5)
    expect(of('pages', child)).toEqual({
      collection: 'pages',
      id: String(child),
      kind: 'create',
      title: 'Team',
      after: {
        slug: { en: 'team', de: 'mannschaft' },
        path: { en: '/about/team', de: '/ueber-uns/mannschaft' },
      },
    })
    expect(of('posts', post)).toEqual({
      collection: 'posts',
      id: String(post),
      kind: 'create',
      title: 'News',
      after: { slug: 'news', path: { en: '/blog/news', de: '/de/blog/news' } },
    })
    expect(of('tags', tag)).toEqual({
      collection: 'tags',
      id: String(tag),
      kind: 'create',
      title: 'red',
      after: {},
    })
    expect(of('global:header', 'header')).toMatchObject({ kind: 'create', title: 'header', after: {} })
  })

  it('say where they stood before, and leave out what was kept', async () => {
    await update('pages', 1, { slug: 'company', ...published })
    await update('posts', 1, { slug: 'latest', uri: '/blog/latest' })
    await site.payload.delete({ collection: 'tags' as never, id: 1 })
    const changed = await promote([{ collection: 'tags', id: '1' }])
    expect(changed.map(({ collection, id, kind }) => `${kind} ${collection} ${id}`)).toEqual([
      'update pages 1',
      'update pages 2',
      'update posts 1',
    ])
    expect(changed[0]).toMatchObject({
      before: { slug: { en: 'about', de: 'ueber-uns' }, path: { en: '/about', de: '/ueber-uns' } },
      after: { slug: { en: 'company', de: 'ueber-uns' }, path: { en: '/company', de: '/ueber-uns' } },
    })
    expect(changed[1]).toMatchObject({
      before: { path: { en: '/about/team' } },
      after: { path: { en: '/company/team' } },
    })
    expect(changed[2]).toMatchObject({
      before: { slug: 'news', path: { en: '/blog/news' } },
      after: { slug: 'latest', path: { en: '/blog/latest', de: '/de/blog/news' } },
    })
  })

  it('say where a deleted document stood', async () => {
    await site.payload.delete({ collection: 'posts' as never, id: 1 })
    const gone = (await promote()).find(({ collection }) => collection === 'posts')
    expect(gone).toEqual({
      collection: 'posts',
      id: '1',
      kind: 'delete',
      title: 'News',
      before: { slug: 'latest', path: { en: '/blog/latest', de: '/de/blog/news' } },
    })
  })

  it('take as many statements for a hundred documents as for one', async () => {
    const count = async (documents: number) => {
      for (let n = 0; n < documents; n++) await create('posts', { title: `Post ${n}`, slug: `post-${documents}-${n}` })
      const { id } = await computePlan({ payload: site.payload })
      const { pool } = site.payload.db as unknown as { pool: { query: (text: string, values?: unknown[]) => unknown } }
      const { query } = pool
      let statements = 0
      pool.query = (...args) => {
        if (args[0].includes('promote_images') && args[0].includes("'before'")) statements++
        return query.apply(pool, args)
      }
      await runPromotion({ payload: site.payload, planId: id })
      pool.query = query
      return statements
    }
    const one = await count(1)
    expect(one).toBeGreaterThan(0)
    expect(await count(100)).toBe(one)
  })
})
