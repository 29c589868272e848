import type { CollectionConfig } from 'payload'
import { computePlan, runPromotion, takeSnapshot } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text', required: true },
    { name: 'slug', type: 'text', unique: true },
    { name: 'related', type: 'relationship', relationTo: 'pages', hasMany: true },
    { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text', localized: true }] },
  ],
}
const products: CollectionConfig = {
  slug: 'products',
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'stock', type: 'number' },
  ],
}

/** A word that stands in every document, and in no statement and no answer to one. */
const content = 'Arabica'

type Client = { query: (...args: unknown[]) => unknown }
type Pool = { on: (event: 'connect', listener: (client: Client) => void) => void; query: (text: string) => unknown }

/** What goes over the site's connections: each statement with its parameters, and the rows that come back. */
const watchConnections = (site: Site) => {
  const traffic: { text: string; sent: string; received: string }[] = []
  const watched = new WeakSet<Client>()
  const watch = (client: Client) => {
    if (watched.has(client)) return
    watched.add(client)
    const query = client.query.bind(client)
    client.query = (...args) => {
      const [statement] = args as [string | { text: string }]
      const entry = {
        text: typeof statement === 'string' ? statement : statement.text,
        sent: JSON.stringify(args.filter((arg) => typeof arg !== 'function')),
        received: '',
      }
      traffic.push(entry)
      const keep = (result: unknown) => {
        entry.received = JSON.stringify((result as { rows?: unknown }).rows ?? null)
      }
      const last = args.at(-1)
      if (typeof last === 'function')
        args[args.length - 1] = (error: unknown, result: unknown) => {
          if (result) keep(result)
          last(error, result)
        }
      const answer = query(...args)
      if (answer instanceof Promise) answer.then(keep, () => undefined)
      return answer
    }
  }
  const { pool } = site.payload.db as unknown as { pool: Pool & { _clients: Client[] } }
  pool.on('connect', watch)
  for (const client of pool._clients) watch(client)
  return {
    during: async (work: () => Promise<unknown>) => {
      traffic.length = 0
      await work()
      return [...traffic]
    },
  }
}

describe('statements over whole tables', () => {
  let site: Site
  let connections: ReturnType<typeof watchConnections>
  beforeAll(async () => {
    site = await createSite({
      collections: [pages, products],
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
      options: { collections: { pages: true, products: { productionOwned: ['stock'] } } },
    })
    connections = watchConnections(site)
  })
  afterAll(() => site.stop())

  /** Documents with their rows, by SQL: saving hundreds takes minutes. */
  const addDocuments = async (from: number, to: number) => {
    const numbers = `generate_series(${from}, ${to}) n`
    await site.query(
      `insert into pages (id, title, slug, _status) select n, '${content} ' || n, 'page-' || n, 'published' from ${numbers}`,
    )
    await site.query(`insert into pages_rows (id, _order, _parent_id) select 'row-' || n, 1, n from ${numbers}`)
    await site.query(
      `insert into pages_rows_locales (_locale, _parent_id, text) select 'de', 'row-' || n, '${content} ' || n from ${numbers}`,
    )
    await site.query(
      `insert into pages_rels ("order", parent_id, path, pages_id) select 1, n, 'related', n from ${numbers}`,
    )
    await site.query(`insert into products (id, stock) select n, n from ${numbers}`)
    await site.query(
      `insert into products_locales (_locale, _parent_id, title) select 'en', n, '${content} ' || n from ${numbers}`,
    )
  }
  const changeAndDelete = async (from: number, to: number) => {
    await site.query(`update pages_rows_locales set text = text || '.'`)
    await site.query(`update products_locales set title = title || '.'`)
    await site.query(`delete from pages where id between ${from} and ${to}`)
  }

  /** How many statements each operation takes, and everything that went through Node meanwhile. */
  const measure = async () => {
    let planId = ''
    const plan = await connections.during(async () => {
      planId = (await computePlan({ payload: site.payload })).id
    })
    const promote = await connections.during(async () => {
      const { status, error } = await runPromotion({ payload: site.payload, planId })
      expect(error).toBeUndefined()
      expect(status).toBe('succeeded')
    })
    const snapshot = await connections.during(() => takeSnapshot({ payload: site.payload }))
    const idle = await connections.during(() => computePlan({ payload: site.payload }))
    return {
      counts: { plan: plan.length, promote: promote.length, snapshot: snapshot.length, idle: idle.length },
      traffic: [...plan, ...promote, ...snapshot, ...idle],
    }
  }

  it('are as many for 200 documents as for 10, and carry no document', async () => {
    await addDocuments(1, 10)
    await measure()
    await addDocuments(11, 20)
    await changeAndDelete(1, 2)
    const few = await measure()

    await addDocuments(21, 220)
    await changeAndDelete(3, 40)
    const many = await measure()

    expect(few.counts.plan).toBeGreaterThan(10)
    expect(many.counts).toEqual(few.counts)
    const carrying = [...few.traffic, ...many.traffic].filter(({ sent, received }) =>
      `${sent}${received}`.includes(content),
    )
    expect(carrying).toEqual([])
  })
})
