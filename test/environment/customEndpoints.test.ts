import type { CollectionConfig, Endpoint } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

/** A route as sites write them: reads by the Local API, with and without handing on its request. */
const titlesAt = (path: string, custom?: Record<string, unknown>): Endpoint => ({
  path,
  method: 'get',
  custom,
  handler: async (req) => {
    const args = { collection: 'pages' as never, sort: 'id' }
    const { docs } = await req.payload.find(args)
    const { docs: handedOn } = await req.payload.find({ ...args, req })
    const title = await req.payload.findByID({ collection: 'pages' as never, id: 1 })
    return Response.json([...docs, ...handedOn, title].map((doc) => (doc as { title: string }).title))
  },
})

const open = { read: () => true }
const collections: CollectionConfig[] = [
  { slug: 'pages', access: open, fields: [{ name: 'title', type: 'text' }], endpoints: [titlesAt('/titles/all')] },
  { slug: 'orders', access: open, fields: [], endpoints: [titlesAt('/titles/all')] },
  { slug: 'notes', access: open, fields: [], endpoints: [titlesAt('/titles/all')] },
]

let site: Site
let editor: { authorization: string }
beforeAll(async () => {
  site = await createSite({
    collections,
    options: { collections: { pages: true, orders: 'separate' } },
    config: { endpoints: [titlesAt('/titles'), titlesAt('/cron', { promote: 'staging' })] },
  })
  editor = await site.signIn('editor@example.com')
  await site.payload.create({ collection: 'pages' as never, data: { title: 'Live' } as never })
})
afterAll(() => site?.stop())

const read = async (path: string, headers = {}): Promise<string[]> => [
  ...new Set((await (await site.request(`/api${path}`, { headers })).json()) as string[]),
]

describe('a route of the site’s own (6.B.6)', () => {
  it('reads as without the plugin until production is filled', async () => {
    for (const path of ['/titles', '/cron', '/pages/titles/all', '/orders/titles/all', '/notes/titles/all'])
      expect(await read(path)).toEqual(['Live'])
  })

  it('answers the public from production and admin users from staging', async () => {
    await promoteAll(site)
    await site.payload.update({ collection: 'pages' as never, id: 1, data: { title: 'Staged' } as never })
    const customer = await site.signIn('customer@example.com', { role: 'customer' })
    for (const path of ['/titles', '/pages/titles/all', '/notes/titles/all']) {
      expect(await read(path)).toEqual(['Live'])
      expect(await read(path, customer)).toEqual(['Live'])
      expect(await read(path, editor)).toEqual(['Staged'])
      expect(await read(`${path}?environment=production`, editor)).toEqual(['Live'])
    }
  })

  it('of a separate collection answers from production whoever asks, and one marked for staging from staging', async () => {
    expect(await read('/orders/titles/all')).toEqual(['Live'])
    expect(await read('/orders/titles/all', editor)).toEqual(['Live'])
    expect(await read('/cron')).toEqual(['Staged'])
  })
})
