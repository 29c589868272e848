import type { CollectionConfig } from 'payload'
import { computePlan, runPromotion, verify } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'views', type: 'number' },
    { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }] },
  ],
}

describe('verify', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite({
      collections: [pages],
      options: { collections: { pages: { productionOwned: ['views'] } } },
    })
    for (const title of ['One', 'Two', 'Three'])
      await site.payload.create({
        collection: 'pages' as never,
        data: { title, views: 0, rows: [{ text: title }] } as never,
      })
    const { id } = await computePlan({ payload: site.payload })
    expect(await runPromotion({ payload: site.payload, planId: id })).toMatchObject({ status: 'succeeded' })
  })
  afterAll(() => site.stop())

  it('finds nothing after a promotion, nor where visitors wrote to what is theirs', async () => {
    await site.query('update prod_pages set views = 7, updated_at = now()')
    expect(await verify({ payload: site.payload })).toEqual([])
  })

  it('names what was changed, added and removed behind its back', async () => {
    await site.query("update prod_pages_rows set text = 'tampered' where _parent_id = 1")
    await site.query('delete from prod_pages where id = 2')
    await site.query("insert into prod_pages (id, title) values (99, 'Planted')")
    expect(await verify({ payload: site.payload })).toEqual([
      { collection: 'pages', id: '1', kind: 'changed' },
      { collection: 'pages', id: '2', kind: 'removed' },
      { collection: 'pages', id: '99', kind: 'added' },
    ])
  })
})
