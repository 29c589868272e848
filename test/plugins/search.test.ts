import { searchPlugin } from '@payloadcms/plugin-search'
import type { CollectionConfig } from 'payload'
import type { PromoteOptions } from 'payload-promote/types'
import { afterEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { collectLog } from './collectLog.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  access: { read: () => true },
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text', localized: true }],
}

let site: Site
let editor: { authorization: string }
let lines: string[]
afterEach(() => site?.stop())

const openSite = async (collections: PromoteOptions['collections']): Promise<void> => {
  const log = collectLog()
  lines = log.lines
  site = await createSite({
    collections: [pages],
    options: { collections },
    config: {
      logger: log.logger,
      localization: { locales: ['en', 'de'], defaultLocale: 'en' },
      plugins: [
        searchPlugin({
          collections: ['pages' as never],
          defaultPriorities: { pages: 7 },
          beforeSync: ({ originalDoc, searchDoc }) => ({ ...searchDoc, title: `${originalDoc.title}!` }),
        }),
      ],
    },
  })
  editor = await site.signIn('editor@example.com')
}

const save = async (data: object, id?: number, locale = 'en'): Promise<number> => {
  const args = {
    collection: 'pages' as never,
    data: { _status: 'published', ...data } as never,
    locale: locale as never,
  }
  const doc = id ? await site.payload.update({ ...args, id }) : await site.payload.create(args)
  return Number((doc as unknown as { id: number }).id)
}

type Result = { title: string; priority: number; doc: { relationTo: string; value: number } }

const find = async (query = '', headers = {}): Promise<Result[]> => {
  const response = await site.request(`/api/search?sort=title${query}`, { headers })
  return ((await response.json()) as { docs: Result[] }).docs
}
const titles = async (query?: string, headers?: object) => (await find(query, headers)).map(({ title }) => title)

describe('a search index that the options do not name (6.B.6)', () => {
  it('is promoted with what it indexes: staged titles and deletes wait', async () => {
    await openSite({ pages: true })
    const home = await save({ title: 'Home' })
    await save({ title: 'Startseite' }, home, 'de')
    const old = await save({ title: 'Old' })
    expect(await titles()).toEqual(['Home!', 'Old!'])
    await promoteAll(site)

    await save({ title: 'Staged' }, home)
    await save({ title: 'Neu' }, home, 'de')
    await save({ title: 'Added' })
    await site.payload.delete({ collection: 'pages' as never, id: old })
    expect(await titles()).toEqual(['Home!', 'Old!'])
    expect(await titles('&locale=de')).toEqual(expect.arrayContaining(['Startseite!']))
    expect(await titles('', editor)).toEqual(['Added!', 'Staged!'])
    expect((await find('&where[title][equals]=Home!'))[0]).toMatchObject({
      priority: 7,
      doc: { relationTo: 'pages', value: home },
    })

    await promoteAll(site)
    expect(await titles()).toEqual(['Added!', 'Staged!'])
    expect(await titles('&locale=de')).toEqual(expect.arrayContaining(['Neu!']))
    expect(lines.join('\n')).toContain('search: true')
  })

  it('is built anew on staging by its button, for admin users, and goes live with the next promotion', async () => {
    await openSite({ pages: true })
    await save({ title: 'Home' })
    await promoteAll(site)
    await site.query("update search_locales set title = 'Lost'")
    const reindex = (headers: object) =>
      site.request('/api/search/reindex', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ collections: ['pages'] }),
      })
    expect((await reindex({})).status).toBe(401)
    expect((await reindex(editor)).status).toBe(200)
    expect(await titles('', editor)).toEqual(['Home!'])
    expect(await titles()).toEqual(['Home!'])
    await promoteAll(site)
    expect(await titles()).toEqual(['Home!'])
  })

  it('stays shared where what it indexes is', async () => {
    const other: CollectionConfig = { slug: 'notes', fields: [{ name: 'title', type: 'text' }] }
    site = await createSite({
      collections: [pages, other],
      options: { collections: { notes: true } },
      config: { plugins: [searchPlugin({ collections: ['pages' as never] })] },
    })
    expect(Object.keys(site.payload.collections)).not.toContain('production-search')
  })
})

describe('a search index that is shared by choice (6.B.6)', () => {
  it('says at start what leaks, and leaks it', async () => {
    await openSite({ pages: true, search: 'shared' })
    const home = await save({ title: 'Home' })
    await promoteAll(site)
    await save({ title: 'Staged' }, home)
    expect(await titles()).toEqual(['Staged!'])
    expect(lines.join('\n')).toMatch(
      /search index "search" is shared: visitors who search find the new titles of pages/,
    )
  })
})
