import type { CollectionConfig, GlobalConfig } from 'payload'
import { computePlan, inEnvironment, runPromotion } from 'payload-promote'
import type { CollectionOption } from 'payload-promote/types'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase } from '../helpers/createDatabase.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  access: { read: () => true },
  fields: [{ name: 'title', type: 'text' }],
}
const authors: CollectionConfig = {
  slug: 'authors',
  access: { read: () => true },
  versions: { drafts: true },
  fields: [
    { name: 'name', type: 'text' },
    { name: 'page', type: 'relationship', relationTo: 'pages' as never },
  ],
}
const header: GlobalConfig = { slug: 'header', access: { read: () => true }, fields: [{ name: 'claim', type: 'text' }] }

describe('what joins and leaves promote() (7.5)', () => {
  let databaseURL: string
  let site: Site
  const restart = async (collections: Record<string, CollectionOption>, globals: Record<string, true> = {}) => {
    await site?.stop()
    site = await createSite({
      collections: [pages, authors],
      globals: [header],
      options: { collections, globals },
      databaseURL,
    })
  }
  const create = async (collection: string, data: Record<string, unknown>): Promise<number> =>
    ((await site.payload.create({ collection: collection as 'users', data: data as never })) as { id: number }).id
  const visit = async (url: string) => (await site.request(url)).json() as Promise<Record<string, unknown>>
  const visitAuthors = async () =>
    ((await visit('/api/authors?sort=id')).docs as { name: string; page?: unknown }[]) ?? []
  const localAuthors = async () =>
    (await inEnvironment(site.payload, 'production').find({ collection: authors.slug as 'users', sort: 'id' }))
      .docs as unknown as {
      name: string
    }[]

  beforeEach(async () => {
    databaseURL = await createDatabase()
    await restart({ pages: true })
    const page = await create('pages', { title: 'Promoted' })
    await create('authors', { name: 'Ada', page, _status: 'published' })
    await site.payload.updateGlobal({ slug: 'header' as never, data: { claim: 'Claim' } as never })
    await promoteAll(site)
    await site.payload.update({ collection: 'pages', id: page, data: { title: 'Staged' } as never })
  })
  afterEach(() => site?.stop())

  it('is served as before to visitors until a promotion fills it', async () => {
    await restart({ pages: true, authors: true }, { header: true })
    await create('authors', { name: 'Draft', _status: 'draft' })
    expect(await localAuthors()).toMatchObject([{ name: 'Ada', page: { title: 'Promoted' } }])
    expect(await visitAuthors()).toMatchObject([{ name: 'Ada', page: { title: 'Promoted' } }, { name: 'Draft' }])
    expect(await visit('/api/globals/header')).toMatchObject({ claim: 'Claim' })
    expect(await inEnvironment(site.payload, 'production').findGlobal({ slug: 'header' as never })).toMatchObject({
      claim: 'Claim',
    })

    await promoteAll(site)
    await site.payload.update({
      collection: authors.slug as 'users',
      where: {},
      data: { name: 'Staged', _status: 'published' } as never,
    })
    await site.payload.updateGlobal({ slug: 'header' as never, data: { claim: 'Staged' } as never })
    expect(await localAuthors()).toMatchObject([{ name: 'Ada' }])
    expect(await visitAuthors()).toMatchObject([{ name: 'Ada' }])
    expect(await visit('/api/globals/header')).toMatchObject({ claim: 'Claim' })
  })

  it('may leave and come back without drift, and is served as before until it is filled again', async () => {
    await restart({ pages: true, authors: true })
    await promoteAll(site)
    // What `payload migrate` does when a collection leaves.
    await site.query('drop table prod_authors cascade')
    await restart({ pages: true })
    await create('authors', { name: 'Bea', _status: 'published' })
    await restart({ pages: true, authors: true })

    expect((await visitAuthors()).map(({ name }) => name)).toEqual(['Ada', 'Bea'])
    expect((await computePlan({ payload: site.payload })).problems).toEqual([])
    await promoteAll(site)
    expect((await localAuthors()).map(({ name }) => name)).toEqual(['Ada', 'Bea'])
    expect((await computePlan({ payload: site.payload })).total).toBe(0)
  })

  it('stays filled when production holds nothing of it, when a dump is restored, and after an upgrade', async () => {
    await restart({ pages: true, authors: true })
    await site.payload.delete({ collection: authors.slug as 'users', where: {} })
    await create('pages', { title: 'Another' })
    await promoteAll(site)
    await create('authors', { name: 'Staged', _status: 'published' })
    expect(await localAuthors()).toEqual([])

    const lookAgain = async () => {
      await restart({ pages: true, authors: true })
      return localAuthors()
    }
    // A restored dump: all tables have other numbers.
    await site.query(
      `update promote_state set filled = (select jsonb_object_agg(key, value::int + 1) from jsonb_each_text(filled))`,
    )
    expect(await lookAgain()).toEqual([])
    // A site of the version before: nobody wrote down what is filled, and the migration has not run.
    await site.query('update promote_state set filled = null')
    expect(await lookAgain()).toEqual([])
    await site.query('alter table promote_state drop column filled')
    expect(await localAuthors()).toEqual([])
    const { id: planId } = await computePlan({ payload: site.payload })
    expect(await runPromotion({ payload: site.payload, planId })).toMatchObject({
      status: 'failed',
      error: { code: 'MIGRATION_MISSING' },
    })
    expect(await localAuthors()).toEqual([])
  })
})
