import type { CollectionConfig } from 'payload'
import { computePlan, runPromotion } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPromotion } from '../../plugin/operations/promote.ts'
import { createSite, type Site } from '../helpers/createSite.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text', localized: true }] },
  ],
}

describe('a change after the check and before the rows are applied', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite({
      collections: [pages],
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
      options: { collections: { pages: true } },
    })
    for (const title of ['Updated', 'Deleted'])
      await site.payload.create({
        collection: 'pages' as never,
        data: { title, rows: [{ text: 'a' }], _status: 'published' } as never,
      })
    const { id: planId } = await computePlan({ payload: site.payload })
    await runPromotion({ payload: site.payload, planId })
    // Since then one page has changed, one was unpublished and one is new.
    await site.query(`update pages set title = 'Updated again' where title = 'Updated'`)
    await site.query(`update pages set _status = 'draft' where title = 'Deleted'`)
    await site.payload.create({
      collection: 'pages' as never,
      data: { title: 'New', rows: [{ text: 'a' }], _status: 'published' } as never,
    })
  })
  afterAll(() => site.stop())

  const production = () =>
    site.query(`select p.*, r.*, l.* from prod_pages p
      left join prod_pages_rows r on r._parent_id = p.id left join prod_pages_rows_locales l on l._parent_id = r.id
      order by p.id, r.id, l.id`)
  const rowsOf = (title: string) =>
    `_parent_id in (select r.id from pages_rows r join pages p on p.id = r._parent_id where p.title = '${title}')`

  it.each([
    ['a text of a changed page', `update pages set title = 'x' where title = 'Updated again'`],
    ['a row of a changed page', `update pages_rows_locales set text = 'x' where ${rowsOf('Updated again')}`],
    ['a row of a new page', `update pages_rows_locales set text = 'x' where ${rowsOf('New')}`],
    ['a row taken out of a new page', `delete from pages_rows_locales where ${rowsOf('New')}`],
    ['a changed page that is unpublished', `update pages set _status = 'draft' where title = 'Updated again'`],
    ['a new page that is unpublished', `update pages set _status = 'draft' where title = 'New'`],
    ['a page about to go that is published again', `update pages set _status = 'published' where title = 'Deleted'`],
    ['a row of production', `update prod_pages_rows_locales set text = 'x'`],
  ])('is noticed: %s', async (_, change) => {
    const { id: planId, total } = await computePlan({ payload: site.payload })
    expect(total).toBe(3)
    const { promotion, run } = await startPromotion({ payload: site.payload, planId })
    const tables = ['pages', 'pages_rows_locales', 'prod_pages_rows_locales']
    for (const table of tables) await site.query(`create table kept_${table} as table ${table}`)
    try {
      await site.query(change)
      const before = await production()
      await run()
      const [record] = await site.query<{ status: string; error: { code: string } }>(
        `select status, error from content_promotions where id::text = $1`,
        [promotion.id],
      )
      expect(record).toMatchObject({ status: 'failed', error: { code: 'PLAN_STALE' } })
      expect(await production()).toEqual(before)
    } finally {
      await site.query(`update pages p set title = k.title, _status = k._status from kept_pages k where k.id = p.id`)
      for (const table of tables.slice(1)) {
        await site.query(`delete from ${table}`)
        await site.query(`insert into ${table} select * from kept_${table}`)
      }
      for (const table of tables) await site.query(`drop table kept_${table}`)
    }
  })
})
