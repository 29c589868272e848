import { multiTenantPlugin } from '@payloadcms/plugin-multi-tenant'
import type { CollectionConfig } from 'payload'
import { computePlan, inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

/** The plugin for tenants changes what it is given in place: one for each collection. */
const open = () => ({ read: () => true })
const collections: CollectionConfig[] = [
  {
    slug: 'pages',
    access: open(),
    admin: { useAsTitle: 'title' },
    versions: { drafts: true },
    fields: [{ name: 'title', type: 'text' }],
  },
  { slug: 'footers', access: open(), fields: [{ name: 'title', type: 'text' }] },
  { slug: 'enquiries', fields: [{ name: 'text', type: 'text' }] },
  {
    slug: 'tenants',
    access: open(),
    fields: [
      { name: 'name', type: 'text' },
      { name: 'domain', type: 'text' },
    ],
  },
]

let site: Site
const tenants: Record<string, number> = {}
const editors: Record<string, { authorization: string }> = {}
beforeAll(async () => {
  site = await createSite({
    collections,
    options: { collections: { pages: true, footers: true, enquiries: 'separate' } },
    config: {
      plugins: [
        multiTenantPlugin({
          collections: { pages: {}, footers: { isGlobal: true }, enquiries: {} } as never,
          userHasAccessToAllTenants: (user) => (user as { role?: string }).role === 'owner',
        }),
      ],
    },
  })
  for (const name of ['north', 'south']) {
    const { id } = (await site.payload.create({
      collection: 'tenants' as never,
      data: { name, domain: `${name}.example.com` } as never,
    })) as unknown as { id: number }
    tenants[name] = id
    editors[name] = await site.signIn(`${name}@example.com`, { tenants: [{ tenant: id }] })
    await create('pages', { title: `Page of ${name}`, tenant: id, _status: 'published' })
    await create('footers', { title: `Footer of ${name}`, tenant: id })
  }
  editors.owner = await site.signIn('owner@example.com', { role: 'owner' })
})
afterAll(() => site?.stop())

const create = (collection: string, data: object) =>
  site.payload.create({ collection: collection as never, data: data as never })

const titles = async (query: string, headers = {}): Promise<string[]> => {
  const { docs } = (await (await site.request(`/api/${query}`, { headers })).json()) as { docs?: { title: string }[] }
  return (docs ?? []).map(({ title }) => title)
}

describe('a site of many tenants, whose tenants are shared (6.B.6)', () => {
  it('gives visitors production by tenant and domain, and editors their tenant’s on both sides', async () => {
    await promoteAll(site)
    await site.payload.update({
      collection: 'pages' as never,
      id: 1,
      data: { title: 'Staged', _status: 'published' } as never,
    })
    expect(await titles('pages?sort=id')).toEqual(['Page of north', 'Page of south'])
    expect(await titles('pages?where[tenant.domain][equals]=north.example.com')).toEqual(['Page of north'])
    expect(await titles(`footers?where[tenant][equals]=${tenants.south}`)).toEqual(['Footer of south'])
    expect(await titles('pages', editors.north)).toEqual(['Staged'])
    expect(await titles('pages?environment=production', editors.north)).toEqual(['Page of north'])
    expect(await titles('pages?environment=production&sort=id', editors.owner)).toEqual([
      'Page of north',
      'Page of south',
    ])
  })

  it('shows an editor the changes of the own tenant', async () => {
    const plan = await (
      await site.request('/api/promote/plans', {
        method: 'POST',
        headers: { ...editors.south, 'content-type': 'application/json' },
      })
    ).json()
    const {
      plan: { id },
    } = plan as { plan: { id: string } }
    const shown = async (who: string) => {
      const response = await site.request(`/api/promote/plans/${id}/changes`, { headers: editors[who] })
      return JSON.stringify(await response.json())
    }
    expect(await shown('north')).toContain('Staged')
    expect(await shown('south')).not.toContain('Staged')
  })

  it('keeps tests made on staging to the tenant that made them', async () => {
    const staging = inEnvironment(site.payload, 'staging')
    await staging.create({
      collection: 'enquiries' as never,
      data: { text: 'A test of north', tenant: tenants.north } as never,
    })
    const twin = Object.keys(site.payload.collections).find((slug) => /^staging.enquiries$/.test(slug))
    const read = async (who: string) => (await site.request(`/api/${twin}`, { headers: editors[who] })).text()
    expect(await read('north')).toContain('A test of north')
    expect(await read('owner')).toContain('A test of north')
    expect(await read('south')).not.toContain('A test of north')
    expect(await (await site.request(`/api/${twin}`)).text()).not.toContain('A test of north')
  })

  it('lets a tenant go on both sides at once, since tenants are shared, without calling it drift', async () => {
    const south = { email: { equals: 'south@example.com' } }
    await site.payload.update({ collection: 'users' as never, where: south, data: { tenants: [] } as never })
    await site.payload.delete({ collection: 'tenants' as never, id: tenants.south! })
    const plan = await computePlan({ payload: site.payload })
    expect(plan).toMatchObject({ problems: [], counts: { pages: { create: 0, update: 1, delete: 0 } } })
    for (const environment of ['staging', 'production'] as const) {
      const { docs } = await inEnvironment(site.payload, environment).find({
        collection: 'pages' as never,
        sort: 'id',
        depth: 0,
      })
      expect(docs).toMatchObject([{ tenant: tenants.north }, { tenant: null }])
    }
    await promoteAll(site)
    expect(await titles('pages?sort=id')).toEqual(['Staged', 'Page of south'])
  })
})
