import type { CollectionConfig } from 'payload'
import { computePlan, inEnvironment, runPromotion } from 'payload-promote'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseRunChoices } from '../../plugin/cli/runOptions.ts'
import { createDatabase } from '../helpers/createDatabase.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const pages = (drafts: boolean): CollectionConfig => ({
  slug: 'pages',
  access: { read: () => true },
  ...(drafts ? { versions: { drafts: true } } : {}),
  fields: [{ name: 'title', type: 'text' }],
})

describe('a plan that deletes every document of a collection (7.6)', () => {
  let databaseURL: string
  let site: Site
  const start = async (drafts: boolean) => {
    await site?.stop()
    site = await createSite({ collections: [pages(drafts)], options: { collections: { pages: true } }, databaseURL })
  }
  const plan = () => computePlan({ payload: site.payload })
  const count = async () => (await inEnvironment(site.payload, 'production').count({ collection: 'pages' })).totalDocs
  const post = async (body: Record<string, unknown>) => {
    const response = await site.request('/api/promote', {
      method: 'POST',
      headers: { ...(await site.signIn('editor@example.com')), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const { error } = (await response.json()) as { error?: { code: string; details: unknown } }
    return { status: response.status, code: error?.code, details: error?.details }
  }

  beforeEach(async () => {
    databaseURL = await createDatabase()
    await start(false)
    for (const title of ['One', 'Two']) await site.payload.create({ collection: 'pages', data: { title } as never })
    await promoteAll(site)
  })
  afterEach(() => site.stop())

  it('since drafts were turned on, is refused until the documents are published', async () => {
    await start(true)
    const { id: planId, problems } = await plan()
    expect(problems).toMatchObject([{ code: 'ALL_DELETED', blocking: false, collection: 'pages' }])
    const details = [{ collection: 'pages', documents: 2 }]
    await expect(runPromotion({ payload: site.payload, planId })).rejects.toMatchObject({
      code: 'ALL_DELETED',
      details,
    })
    expect(await post({ planId })).toEqual({ status: 409, code: 'ALL_DELETED', details })
    expect(await count()).toBe(2)

    await site.payload.update({ collection: 'pages', where: {}, data: { _status: 'published' } as never })
    expect((await plan()).problems).toEqual([])
    await promoteAll(site)
    expect(await count()).toBe(2)
  })

  it('is promoted where the call names the collection, and no other', async () => {
    await site.payload.delete({ collection: 'pages', where: {} })
    const { id: planId } = await plan()
    expect(await post({ planId, deleteAll: ['posts'] })).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    expect(await post({ planId, deleteAll: 'pages' })).toMatchObject({ status: 400, code: 'BAD_REQUEST' })
    expect(await post({ planId, deleteAll: [] })).toMatchObject({ status: 409, code: 'ALL_DELETED' })
    const { deleteAll } = parseRunChoices({ 'delete-all': ['pages'] })
    expect(await runPromotion({ payload: site.payload, planId, deleteAll })).toMatchObject({ status: 'succeeded' })
    expect(await count()).toBe(0)
  })

  it('is none where something stays or comes, or where it is one document', async () => {
    const { docs } = await site.payload.find({ collection: 'pages' })
    await site.payload.delete({ collection: 'pages', id: docs[0]!.id })
    expect((await plan()).problems).toEqual([])
    await promoteAll(site)
    await site.payload.delete({ collection: 'pages', where: {} })
    expect((await plan()).problems).toEqual([])
    await promoteAll(site)
    expect(await count()).toBe(0)
  })
})
