import { type CollectionConfig, configToJSONSchema } from 'payload'
import { inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const articles: CollectionConfig = {
  slug: 'articles',
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
}
const enquiries: CollectionConfig = { slug: 'enquiries', fields: [{ name: 'email', type: 'text' }] }

let site: Site
let draftOnly: number
let rewritten: number
beforeAll(async () => {
  site = await createSite({
    collections: [articles, enquiries],
    options: { collections: { articles: true, enquiries: 'separate' } },
  })
  const create = (data: object, draft = false) =>
    site.payload.create({ collection: 'articles' as never, data: data as never, draft }) as Promise<{ id: number }>
  draftOnly = (await create({ title: 'Secret' }, true)).id
  rewritten = (await create({ title: 'Published', _status: 'published' })).id
  const data = { title: 'Rewritten' } as never
  await site.payload.update({ collection: 'articles' as never, id: rewritten, draft: true, data })
})
afterAll(() => site.stop())

const open = (environment: 'staging' | 'production', options?: { drafts: boolean }) => {
  const { findByID } = inEnvironment(site.payload, environment, options)
  return (id: number, more: object = {}) => findByID({ collection: 'articles' as never, id, ...more })
}

describe('findByID', () => {
  it('does not find on staging what Promote would not put live', async () => {
    const find = open('staging')
    await expect(find(draftOnly)).rejects.toMatchObject({ status: 404 })
    expect(await find(draftOnly, { disableErrors: true })).toBeNull()
    expect(await find(rewritten)).toMatchObject({ title: 'Published' })
  })

  it('shows drafts where they are asked for', async () => {
    const find = open('staging', { drafts: true })
    expect(await find(draftOnly)).toMatchObject({ title: 'Secret' })
    expect(await find(rewritten)).toMatchObject({ title: 'Rewritten' })
  })

  it('never shows drafts on production, before the first promotion either', async () => {
    const find = open('production', { drafts: true })
    await expect(find(draftOnly)).rejects.toMatchObject({ status: 404 })
    expect(await find(rewritten, { draft: true })).toMatchObject({ title: 'Published' })
  })
})

it('keeps twins and its own collections out of the generated types', () => {
  const { config } = site.payload
  const schema = configToJSONSchema(config, 'number')
  expect(Object.keys(schema.properties?.collections?.properties ?? {})).toEqual(
    expect.arrayContaining(['articles', 'enquiries', 'users']),
  )
  expect(JSON.stringify(schema)).not.toMatch(/production-|staging-|content-promotions|content-snapshots/)
})
