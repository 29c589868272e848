import type { PostgresAdapter } from '@payloadcms/db-postgres'
import type { CollectionConfig } from 'payload'
import type pg from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createDatabase } from '../helpers/createDatabase.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const open = { read: () => true }
const topics: CollectionConfig = { slug: 'topics', access: open, fields: [{ name: 'name', type: 'text' }] }
const pages: CollectionConfig = {
  slug: 'pages',
  access: open,
  fields: [
    { name: 'title', type: 'text' },
    { name: 'topic', type: 'relationship', relationTo: 'topics' as never },
  ],
}
const events: CollectionConfig = { slug: 'events', access: open, fields: [{ name: 'title', type: 'text' }] }

describe('a visitor’s read', () => {
  const sites: Site[] = []
  afterEach(() => Promise.all(sites.splice(0).map((site) => site.stop())))
  const start = async (databaseURL: string, promoted: readonly string[]): Promise<Site> => {
    const site = await createSite({
      databaseURL,
      isInstalled: promoted.length > 0,
      collections: [pages, topics, events],
      options: { collections: Object.fromEntries(promoted.map((slug) => [slug, true])) as never },
    })
    sites.push(site)
    return site
  }
  const create = async ({ payload }: Site) => {
    const { id } = await payload.create({ collection: 'topics' as never, data: { name: 'Topic' } as never })
    await payload.create({ collection: 'pages' as never, data: { title: 'Page', topic: id } as never })
  }
  /** What the second of two requests asks of the database: the first may learn what is filled. */
  const count = async (site: Site, url: string): Promise<number> => {
    await site.request(url)
    const { Client } = (site.payload.db as unknown as PostgresAdapter).pool as unknown as { Client: typeof pg.Client }
    const query = vi.spyOn(Client.prototype, 'query')
    const response = await site.request(url)
    const { length } = query.mock.calls
    query.mockRestore()
    expect(JSON.stringify(await response.json())).toContain('Topic')
    return length
  }

  it('takes as many statements as without the plugin, also while what joined promote() later is not filled', async () => {
    const urls = ['/api/pages?depth=1', '/api/pages/1?depth=1']
    const counts = async (site: Site) => [await count(site, urls[0]!), await count(site, urls[1]!)]
    const plain = await start(await createDatabase(), [])
    await create(plain)
    const without = await counts(plain)
    expect(without.every((n) => n > 1)).toBe(true)

    const databaseURL = await createDatabase()
    const filled = await start(databaseURL, ['pages', 'topics'])
    await create(filled)
    await promoteAll(filled)
    expect(await counts(filled)).toEqual(without)

    const joined = await start(databaseURL, ['pages', 'topics', 'events'])
    expect(await counts(joined)).toEqual(without)
  })
})
