import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Site } from '../helpers/createSite.ts'
import { sequences } from './edits.ts'
import { runSequence } from './runSequence.ts'
import { createShop } from './shop.ts'

/** One row of those that a query finds, so that the smallest damage must show. */
const bugs: { name: string; sql: string; notices: RegExp }[] = [
  {
    name: 'a lost row of an array',
    sql: 'delete from prod_pages_rows where id in (select id from prod_pages_rows order by id limit 1)',
    notices: /pages \d+ differs/,
  },
  {
    name: 'a lost relation',
    sql: 'delete from prod_pages_rels where id in (select id from prod_pages_rels order by id limit 1)',
    notices: /pages \d+ differs/,
  },
  {
    name: 'a lost document',
    sql: 'delete from prod_pages where id in (select id from prod_pages order by id limit 1)',
    notices: /pages \d+ is missing on production/,
  },
  {
    name: 'a stale row',
    sql: `update prod_pages_locales set title = 'old' where id in (select id from prod_pages_locales order by id limit 1)`,
    notices: /pages \d+ differs/,
  },
  {
    name: 'a leaked draft',
    sql: `insert into prod_pages (id, slug, _status) select id, slug, 'published' from pages
      where _status = 'draft' and not exists (select 1 from prod_pages p where p.id = pages.id) limit 1`,
    notices: /pages \d+ is on production and not published/,
  },
  {
    name: 'a touched separate row',
    sql: `update orders set updated_at = updated_at + interval '1 ms' where id in (select id from orders order by id limit 1)`,
    notices: /a row outside production changed: orders /,
  },
  {
    name: 'a touched shared row',
    sql: `update people set name = name || ' ' where id in (select id from people order by id limit 1)`,
    notices: /a row outside production changed: people /,
  },
  {
    name: 'a fired cascade on an order’s relations',
    sql: 'delete from orders_rels where id in (select id from orders_rels order by id limit 1)',
    notices: /a row outside production changed: orders_rels /,
  },
  {
    name: 'a fired cascade on another page of production',
    sql: `update prod_pages set parent_id = null where id in
      (select id from prod_pages where parent_id is not null order by id limit 1)`,
    notices: /pages \d+ differs/,
  },
  {
    name: 'overwritten stock',
    sql: 'update prod_products set stock = coalesce(stock, 0) + 1 where id in (select id from prod_products order by id limit 1)',
    notices: /product \d+ has/,
  },
  {
    name: 'a row rewritten behind the plan’s back',
    sql: `update prod_pages set slug = slug || '-' where id in (select id from prod_pages order by id limit 1)`,
    notices: /a plan right after has 1 changes/,
  },
]

describe('the property of promotions notices', () => {
  let site: Site
  beforeAll(async () => {
    site = await createShop()
  })
  afterAll(() => site?.stop())

  for (const { name, sql, notices } of bugs)
    it(name, async () => {
      const plant = async (): Promise<void> => {
        await site.query(sql)
      }
      const result = await fc.check(
        fc.asyncProperty(sequences, (sequence) => runSequence(site, sequence, plant)),
        { seed: 1, numRuns: 60, endOnFailure: true },
      )
      expect(result.failed).toBe(true)
      expect(String((result.errorInstance as Error).message)).toMatch(notices)
    })
})
