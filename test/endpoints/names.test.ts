import type { CollectionConfig, GlobalConfig } from 'payload'
import { type Change, computePlan, type Plan, type PromotedEvent, runPromotion } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site, users } from '../helpers/createSite.ts'

const read = () => true
const isChief = ({ req }: { req: { user: unknown } }) => (req.user as { role?: string } | null)?.role === 'chief'
const toPage = { name: 'page', type: 'relationship' as const, relationTo: 'pages' as never }

const pages: CollectionConfig = {
  slug: 'pages',
  access: { read },
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
}
const redirects: CollectionConfig = {
  slug: 'redirects',
  access: { read },
  fields: [
    { name: 'permanent', type: 'checkbox' },
    { name: 'to', type: 'text' },
    { name: 'from', type: 'text' },
  ],
}
const contacts: CollectionConfig = {
  slug: 'contacts',
  access: { read },
  fields: [
    { name: 'secret', type: 'text', access: { read: isChief } },
    { name: 'hint', type: 'text', hidden: true },
    { name: 'email', type: 'email', localized: true },
  ],
}
const remarks: CollectionConfig = {
  slug: 'remarks',
  access: { read },
  fields: [
    { name: 'stars', type: 'number' },
    { name: 'remark', type: 'textarea' },
  ],
}
const points: CollectionConfig = { slug: 'points', access: { read }, fields: [{ name: 'size', type: 'number' }] }
const menus: CollectionConfig = { slug: 'menus', access: { read: isChief }, fields: [toPage] }
const tickets: CollectionConfig = {
  slug: 'tickets',
  access: {
    read: ({ req }) => isChief({ req }) || { owner: { equals: (req.user as { email?: string } | null)?.email ?? '' } },
  },
  fields: [toPage, { name: 'owner', type: 'text' }],
}
const header: GlobalConfig = {
  slug: 'header',
  access: { read },
  versions: { drafts: true },
  fields: [{ name: 'claim', type: 'text' }],
}
const footer: GlobalConfig = { slug: 'footer', access: { read: isChief }, fields: [toPage] }

let site: Site
const headers: Record<string, { authorization: string }> = {}
const events: PromotedEvent[] = []

beforeAll(async () => {
  site = await createSite({
    collections: [users, pages, redirects, contacts, remarks, points, menus, tickets],
    globals: [header, footer],
    options: {
      collections: { pages: true, redirects: true, contacts: true, remarks: true, points: true, tickets: 'separate' },
      globals: { header: true },
      onPromoted: (event) => {
        events.push(event)
      },
    },
    config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
  })
  for (const role of ['chief', 'clerk']) headers[role] = await site.signIn(`${role}@test.test`, { role })
})
afterAll(() => site?.stop())

const create = async (collection: string, data: Record<string, unknown>) =>
  (await site.payload.create({ collection: collection as never, data: data as never })) as { id: number }
const get = async <T>(path: string, who = 'chief') => {
  const response = await site.request(`/api/promote${path}`, { headers: headers[who]! })
  return { status: response.status, body: (await response.json()) as T }
}
const listChanges = async (query = '', who?: string) => {
  const { id } = await computePlan({ payload: site.payload })
  const { body } = await get<{ docs: Change[] }>(`/plans/${id}/changes?${query}`, who)
  return { planId: id, docs: body.docs }
}
const promoteAll = async (more: object = {}) => {
  const { id } = await computePlan({ payload: site.payload })
  return runPromotion({ payload: site.payload, planId: id, ...more })
}

describe('a document without a title field (7.B.21)', () => {
  it('is shown by a readable field: from, an email, its first text', async () => {
    await create('redirects', { to: '/new', from: '/old' })
    await create('contacts', { secret: 'x', hint: 'y', email: 'ann@example.com' })
    await create('remarks', { stars: 5, remark: 'Lovely' })
    const { id } = await create('points', { size: 3 })
    const { docs } = await listChanges()
    expect(Object.fromEntries(docs.map(({ collection, title }) => [collection, title]))).toEqual({
      redirects: '/old',
      contacts: 'ann@example.com',
      remarks: 'Lovely',
      points: String(id),
    })
    expect((await listChanges('search=/old')).docs).toHaveLength(1)
    await promoteAll()
  })
})

describe('a global (7.B.21)', () => {
  it('is named global:<slug> in counts, changes, their path, and what onPromoted hears', async () => {
    const save = (data: object) =>
      site.payload.updateGlobal({ slug: 'header' as never, data: { _status: 'published', ...data } as never })
    await save({ claim: 'Hello' })
    const { planId, docs } = await listChanges('collection=global:header')
    expect(docs).toMatchObject([{ collection: 'global:header', id: 'header', kind: 'create' }])
    const { body } = await get<{ plan: Plan }>(`/plans/${planId}`)
    expect(body.plan.counts).toEqual({ 'global:header': { create: 1, update: 0, delete: 0 } })
    expect((await get(`/plans/${planId}/changes/global:header/header`)).status).toBe(200)
    expect((await get(`/plans/${planId}/changes/header/header`)).status).toBe(404)
    expect((await get(`/plans/${planId}/changes/global:header/1`)).status).toBe(404)
    expect(await promoteAll()).toMatchObject({ status: 'succeeded' })
    expect(events.at(-1)?.changes).toMatchObject([{ collection: 'global:header', kind: 'create' }])
  })

  it('is named so in keep', async () => {
    await site.query("update header set _status = 'draft'")
    await create('remarks', { remark: 'Another' })
    const wrong = [{ collection: 'header', id: 'header' }]
    await expect(promoteAll({ keep: wrong })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const keep = [{ collection: 'global:header', id: 'header' }]
    expect(await promoteAll({ keep })).toMatchObject({ status: 'succeeded', kept: keep })
    expect(await site.query('select claim from prod_header')).toEqual([{ claim: 'Hello' }])
    await site.query("update header set _status = 'published'")
  })

  it('is named so in problems', async () => {
    await site.query("update prod_header set claim = 'Tampered'")
    await site.query("update header set claim = 'Edited'")
    const { planId } = await listChanges()
    const { body } = await get<{ plan: Plan }>(`/plans/${planId}`)
    expect(body.plan.problems).toMatchObject([
      {
        code: 'DRIFT',
        collection: 'global:header',
        id: 'header',
        message: 'global:header was changed on production since the last promotion.',
      },
    ])
    await promoteAll({ overwriteDrift: true })
  })
})

describe('what still points at a document that will be deleted (7.B.16)', () => {
  it('is named to those who may read it, in shared and separate collections and globals', async () => {
    const page = await create('pages', { title: 'Doomed', _status: 'published' })
    await promoteAll()
    const menu = await create('menus', { page: page.id })
    const own = await create('tickets', { page: page.id, owner: 'clerk@test.test' })
    const foreign = await create('tickets', { page: page.id, owner: 'ann@example.com' })
    await site.payload.updateGlobal({ slug: 'footer' as never, data: { page: page.id } as never })
    await site.payload.update({ collection: 'pages' as never, id: page.id, data: { _status: 'draft' } as never })

    const { id } = await computePlan({ payload: site.payload })
    const listNamed = async (who: string) => {
      const { body } = await get<{ plan: Plan }>(`/plans/${id}`, who)
      const problems = body.plan.problems.filter(({ code }) => code === 'DELETE_REFERENCED')
      return {
        named: problems
          .flatMap((problem) => (problem.collection ? [`${problem.collection} ${problem.id}`] : []))
          .sort(),
        unnamed: problems.filter((problem) => !problem.collection).map(({ message }) => message),
      }
    }
    expect(await listNamed('chief')).toEqual({
      named: ['global:footer footer', `menus ${menu.id}`, `tickets ${own.id}`, `tickets ${foreign.id}`].sort(),
      unnamed: [],
    })
    expect(await listNamed('clerk')).toEqual({
      named: [`tickets ${own.id}`],
      unnamed: Array(3).fill('There is a problem in content that you may not see.'),
    })
  })
})
