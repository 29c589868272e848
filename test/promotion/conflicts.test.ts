import type { CollectionConfig } from 'payload'
import { computePlan, inEnvironment, PromoteError, runPromotion } from 'payload-promote'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPromotion } from '../../plugin/operations/promote.ts'
import { createSite, type Site } from '../helpers/createSite.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }] },
  ],
}
const products: CollectionConfig = {
  slug: 'products',
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'stock', type: 'number', min: 0 },
  ],
}

describe('a promotion among others', () => {
  let site: Site
  const id = { page: 0, product: 0 }
  const update = (collection: 'pages' | 'products', data: Record<string, unknown>) =>
    site.payload.update({
      collection: collection as never,
      id: collection === 'pages' ? id.page : id.product,
      data: { ...(collection === 'pages' ? { _status: 'published' } : {}), ...data } as never,
    })
  const plan = () => computePlan({ payload: site.payload })
  const run = async () => runPromotion({ payload: site.payload, planId: (await plan()).id })
  const onProduction = async (collection: 'pages' | 'products') =>
    (await inEnvironment(site.payload, 'production').find({ collection: collection as never }))
      .docs[0] as unknown as Record<string, unknown>
  const failure = async (work: Promise<unknown>): Promise<PromoteError> => {
    const error = await work.then(
      () => new Error('It did not fail.'),
      (e: unknown) => e,
    )
    expect(error).toBeInstanceOf(PromoteError)
    return error as PromoteError
  }

  beforeAll(async () => {
    site = await createSite({
      collections: [pages, products],
      options: { collections: { pages: true, products: { productionOwned: ['stock'] } } },
    })
    const create = async (collection: string, data: unknown) =>
      (
        (await site.payload.create({ collection: collection as never, data: data as never })) as unknown as {
          id: number
        }
      ).id
    id.page = await create('pages', { title: 'Home', rows: [{ text: 'a' }], _status: 'published' })
    id.product = await create('products', { title: 'Beans', stock: 50 })
    expect(await run()).toMatchObject({ status: 'succeeded' })
  })
  beforeEach(() => update('pages', { title: `Home ${performance.now()}`, rows: [{ text: 'b' }, { text: 'c' }] }))
  afterAll(() => site.stop())

  it('is refused with 409 while another runs, and says who and since when', async () => {
    const { id: planId } = await plan()
    const first = await startPromotion({ payload: site.payload, planId, createdBy: 'ada@test.test' })
    const error = await failure(startPromotion({ payload: site.payload, planId }))
    expect(error).toMatchObject({
      code: 'PROMOTION_RUNNING',
      status: 409,
      details: { promotion: first.promotion.id, by: 'ada@test.test' },
    })
    expect(error.message).toContain('ada@test.test')
    await first.run()
    expect(await failure(startPromotion({ payload: site.payload, planId }))).toMatchObject({ code: 'PLAN_STALE' })
  })

  it('lets one of many that start at once through', async () => {
    const { id: planId } = await plan()
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () => runPromotion({ payload: site.payload, planId })),
    )
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(['PROMOTION_RUNNING', 'PLAN_STALE']).toContain((outcome.reason as PromoteError).code)
  })

  it('is refused with 409 when a document has changed since, names it and changes nothing', async () => {
    const { id: planId } = await plan()
    const before = await onProduction('pages')
    await update('pages', { title: 'Changed after the plan' })
    const error = await failure(runPromotion({ payload: site.payload, planId }))
    expect(error).toMatchObject({
      code: 'PLAN_STALE',
      status: 409,
      details: [{ collection: 'pages', id: String(id.page), side: 'staging' }],
    })
    expect(error.message).toContain(`pages ${id.page}`)
    expect(await onProduction('pages')).toEqual(before)
  })

  it('notices a change behind its back on production', async () => {
    const { id: planId } = await plan()
    const rows = await site.query<{ id: string; text: string }>('select id, text from prod_pages_rows')
    await site.query('update prod_pages_rows set text = $1', ['tampered'])
    expect(await failure(runPromotion({ payload: site.payload, planId }))).toMatchObject({
      code: 'PLAN_STALE',
      details: [{ side: 'production' }],
    })
    for (const { id: row, text } of rows)
      await site.query('update prod_pages_rows set text = $2 where id = $1', [row, text])
  })

  it('is no longer true after a save that changed nothing', async () => {
    const { id: planId } = await plan()
    const { title, rows } = (await site.payload.findByID({
      collection: 'pages' as never,
      id: id.page,
    })) as unknown as Record<string, unknown>
    await update('pages', { title, rows })
    expect(await runPromotion({ payload: site.payload, planId })).toMatchObject({ status: 'succeeded' })
    expect((await plan()).total).toBe(0)
  })

  it('fails with a clear error when somebody holds a document for long, and changes nothing', async () => {
    const { id: planId } = await plan()
    const before = await onProduction('pages')
    const client = new pg.Client({ connectionString: site.databaseURL })
    await client.connect()
    await client.query('begin')
    await client.query('update pages set title = title where id = $1', [id.page])
    const promotion = await runPromotion({ payload: site.payload, planId }).finally(async () => {
      await client.query('rollback')
      await client.end()
    })
    expect(promotion).toMatchObject({ status: 'failed', error: { code: 'LOCK_TIMEOUT' } })
    expect(await onProduction('pages')).toEqual(before)
    expect(await run()).toMatchObject({ status: 'succeeded' })
  })

  it("keeps every visitor's purchase made while it runs, and the new description", async () => {
    const shop = inEnvironment(site.payload, 'production')
    const { stock: before } = (await onProduction('products')) as { stock: number }
    await update('products', { title: 'Beans, new roast', stock: 999 })
    const { id: planId } = await plan()
    let running = true
    let sold = 0
    const visitors = Array.from({ length: 3 }, async () => {
      while (running && sold < before - 5) {
        sold++
        await shop.update({ collection: 'products', id: id.product, data: { stock: { $inc: -1 } } })
      }
    })
    const promotion = await runPromotion({ payload: site.payload, planId })
    running = false
    await Promise.all(visitors)
    expect(promotion).toMatchObject({ status: 'succeeded' })
    expect(await onProduction('products')).toMatchObject({ title: 'Beans, new roast', stock: before - sold })
  })

  it('never mixes with editors who save while it runs', async () => {
    await update('pages', { title: 'Save 0', rows: [{ text: 'Save 0' }, { text: 'Save 0' }] })
    await run()
    let saves = 0
    let running = true
    const editors = (async () => {
      while (running) {
        const name = `Save ${++saves}`
        await update('pages', { title: name, rows: [{ text: name }, { text: name }] })
      }
    })()
    const outcomes: string[] = []
    for (let n = 0; n < 8; n++) {
      const { id: planId, total } = await plan()
      if (total === 0) continue
      const outcome = await runPromotion({ payload: site.payload, planId }).then(
        (promotion) => promotion.status,
        (error: PromoteError) => error.code,
      )
      outcomes.push(outcome)
      const page = (await onProduction('pages')) as { title: string; rows: { text: string }[] }
      expect(page.rows.map((row) => row.text)).toEqual([page.title, page.title])
    }
    running = false
    await editors
    for (const outcome of outcomes) expect(['succeeded', 'failed', 'PLAN_STALE']).toContain(outcome)
    expect(await run()).toMatchObject({ status: 'succeeded' })
    expect((await plan()).total).toBe(0)
  })

  it('refuses to sell what is not there, and changes nothing but production-owned fields', async () => {
    const shop = inEnvironment(site.payload, 'production')
    const { stock } = (await onProduction('products')) as { stock: number }
    const change = (data: Record<string, never>) =>
      failure(shop.update({ collection: 'products', id: id.product, data }))
    expect(await change({ stock: { $inc: -stock - 1 } } as never)).toMatchObject({ code: 'OUT_OF_RANGE', status: 409 })
    expect(await change({ title: 'Hacked' } as never)).toMatchObject({ code: 'BAD_REQUEST' })
    expect(await failure(shop.update({ collection: 'products', id: 4711, data: { stock: 1 } }))).toMatchObject({
      code: 'NOT_FOUND',
    })
    expect(await onProduction('products')).toMatchObject({ stock })
  })
})
