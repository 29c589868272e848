import type { CollectionConfig } from 'payload'
import { computePlan, inEnvironment, runPromotion } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text', required: true },
    { name: 'slug', type: 'text', unique: true },
    { name: 'related', type: 'relationship', relationTo: 'pages' },
    { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }] },
  ],
}

describe('a promotion', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite({ collections: [pages], options: { collections: { pages: true } } })
  })
  afterAll(() => site.stop())

  const publish = (data: Record<string, unknown>) =>
    site.payload.create({ collection: 'pages', data: { _status: 'published', ...data } as never })
  const promoteAll = async () => {
    const plan = await computePlan({ payload: site.payload })
    return runPromotion({ payload: site.payload, planId: plan.id })
  }
  const production = () => inEnvironment(site.payload, 'production')

  it('carries published documents and leaves drafts behind', async () => {
    await publish({ title: 'One', slug: 'one', rows: [{ text: 'a' }, { text: 'b' }] })
    await site.payload.create({ collection: 'pages', data: { title: 'Draft', slug: 'draft' } as never, draft: true })
    const promotion = await promoteAll()
    expect(promotion).toMatchObject({ status: 'succeeded', total: 1, generation: 1 })
    const { docs } = await production().find({ collection: 'pages' })
    expect(docs).toMatchObject([{ title: 'One', rows: [{ text: 'a' }, { text: 'b' }] }])
  })

  it('leaves an empty plan behind', async () => {
    const plan = await computePlan({ payload: site.payload })
    expect(plan).toMatchObject({ total: 0, counts: {}, problems: [] })
  })
})
