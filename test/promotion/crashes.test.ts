import type { CollectionConfig } from 'payload'
import { computePlan, inEnvironment, type Promotion, recover, runPromotion } from 'payload-promote'
import type { PromotedEvent } from 'payload-promote/types'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { startPromotion } from '../../plugin/operations/promote.ts'
import { createSite, type Site, type SiteSettings } from '../helpers/createSite.ts'
import { waitFor } from '../helpers/waitFor.ts'

const pages: CollectionConfig = { slug: 'pages', fields: [{ name: 'title', type: 'text' }] }
const orders: CollectionConfig = {
  slug: 'orders',
  access: { create: () => true },
  fields: [{ name: 'email', type: 'text' }],
}

describe('when something breaks', () => {
  let site: Site
  const open = async (settings: Partial<SiteSettings> = {}) => {
    site = await createSite({
      collections: [pages, orders],
      options: { collections: { pages: true, orders: 'separate' } },
      ...settings,
    })
    await site.payload.create({ collection: 'pages' as never, data: { title: 'One' } as never })
    return site
  }
  afterEach(() => site.stop())
  const plan = async () => (await computePlan({ payload: site.payload })).id
  const history = async () =>
    await site.query<{ status: string; generation: string | null; warnings: string[]; error: Promotion['error'] }>(
      'select status, generation, warnings, error from content_promotions order by id',
    )
  const leases = async () =>
    (await site.query<{ token: string | null }>('select lease_token as token from promote_state')).map(
      (row) => row.token,
    )

  /** As it stands in the database when the server stops right after the COMMIT; then another server looks. */
  const dieAfterCommit = async (promotion: string) => {
    await site.query(
      `update content_promotions set status = 'running', finished_at = null, site = null,
         steps = (select jsonb_agg(s) from jsonb_array_elements(steps) s where s ->> 'step' not in ('tell', 'open'))
       where id::text = $1`,
      [promotion],
    )
    await site.query(
      `update promote_state
       set lease_token = 'dead', lease_promotion = $1, lease_until = now() - interval '1 second'`,
      [promotion],
    )
    await recover(site.payload)
  }

  it('editors who save during a swap never block it, however few connections there are', async () => {
    await open({ adapter: { pool: { max: 4 } } })
    await runPromotion({ payload: site.payload, planId: await plan() })
    for (let n = 0; n < 4; n++) {
      await site.payload.update({ collection: 'pages' as never, id: 1, data: { title: `Round ${n}` } as never })
      const planId = await plan()
      const promotion = runPromotion({ payload: site.payload, planId })
      const saves = Array.from({ length: 3 }, (_, save) =>
        site.payload.update({
          collection: 'pages' as never,
          id: 1,
          data: { title: `Round ${n} save ${save}` } as never,
        }),
      )
      const [[outcome], saved] = await Promise.all([Promise.allSettled([promotion]), Promise.allSettled(saves)])
      expect(saved.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
      // A save before the documents are locked makes the plan stale; nothing else may end the promotion.
      const ended =
        outcome.status === 'fulfilled' ? (outcome.value.error?.code ?? outcome.value.status) : outcome.reason.code
      expect(['succeeded', 'PLAN_STALE']).toContain(ended)
    }
    expect(await leases()).toEqual([null])
  })

  it('its own connection is lost mid-swap: the promotion fails, production is as it was, the server lives', async () => {
    let lost = false
    await open({
      options: { collections: { pages: true, orders: 'separate' } },
    })
    const killer = new pg.Client({ connectionString: site.databaseURL })
    await killer.connect()
    const { run, promotion } = await startPromotion({ payload: site.payload, planId: await plan() })
    await killer.query('begin')
    // The swap waits for this lock, and its connection is cut while it waits.
    await killer.query('lock table pages in exclusive mode')
    const running = run()
    await waitFor('the swap to wait', async () => {
      const { rows } = await killer.query(
        `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      )
      if (rows.length === 0) return undefined
      await killer.query('select pg_terminate_backend($1)', [rows[0].pid])
      lost = true
      return true
    })
    await killer.query('rollback')
    await killer.end()
    await running
    expect(lost).toBe(true)
    expect(await history()).toMatchObject([{ status: 'failed', generation: null }])
    expect(await leases()).toEqual([null])
    expect(promotion.id).toBe('1')
    expect(await runPromotion({ payload: site.payload, planId: await plan() })).toMatchObject({ status: 'succeeded' })
  })

  it('a read replica is down: the promotion stands, with a warning', async () => {
    await open()
    const { drizzle } = site.payload.db as unknown as { drizzle: Record<string, unknown> }
    drizzle.$replicas = [{ execute: () => Promise.reject(new Error('connection refused')) }]
    const promotion = await runPromotion({ payload: site.payload, planId: await plan() })
    expect(promotion).toMatchObject({
      status: 'succeeded',
      generation: 1,
      warnings: [expect.stringContaining('replica')],
    })
    expect(await leases()).toEqual([null])
  })

  it('onPromoted throws: the promotion stands, with a warning', async () => {
    await open({
      options: {
        collections: { pages: true, orders: 'separate' },
        onPromoted: () => {
          throw new Error('the index is down')
        },
      },
    })
    expect(await runPromotion({ payload: site.payload, planId: await plan() })).toMatchObject({
      status: 'succeeded',
      warnings: ['onPromoted failed: the index is down'],
    })
  })

  it('a process dies after taking the lease: the next one recovers, and the record says what happened', async () => {
    await open()
    const { promotion } = await startPromotion({ payload: site.payload, planId: await plan() })
    // Nobody runs it: its lease runs out.
    await waitFor('the lease to be taken for dead', async () => {
      await site.query("update promote_state set lease_until = now() - interval '1 second'")
      await recover(site.payload)
      return (await leases())[0] === null ? true : undefined
    })
    expect(await history()).toMatchObject([{ status: 'failed', error: { code: 'INTERRUPTED' } }])
    expect(promotion.id).toBe('1')
    expect((await inEnvironment(site.payload, 'production').count({ collection: 'pages' as never })).totalDocs).toBe(1)
    expect(await runPromotion({ payload: site.payload, planId: await plan() })).toMatchObject({ status: 'succeeded' })
  })

  it('a process dies after the commit: recovery finishes the promotion, hook included', async () => {
    const told: number[] = []
    await open({
      options: {
        collections: { pages: true, orders: 'separate' },
        onPromoted: ({ generation }) => {
          told.push(generation)
        },
      },
    })
    expect(await runPromotion({ payload: site.payload, planId: await plan() })).toMatchObject({ status: 'succeeded' })
    await dieAfterCommit('1')
    expect(await history()).toMatchObject([
      { status: 'succeeded', warnings: [expect.stringContaining('recovery finished')] },
    ])
    expect(told).toEqual([1, 1])
  })

  it('a process dies after a commit that kept documents: recovery tells what really changed (7.15)', async () => {
    const told: PromotedEvent['changes'][] = []
    await open({
      options: {
        collections: { pages: true, orders: 'separate' },
        onPromoted: ({ changes }) => {
          told.push(changes)
        },
      },
    })
    await site.payload.create({ collection: 'pages' as never, data: { title: 'Two' } as never })
    await runPromotion({ payload: site.payload, planId: await plan() })
    await site.payload.delete({ collection: 'pages' as never, id: 1 })
    await site.payload.update({ collection: 'pages' as never, id: 2, data: { title: 'Two again' } as never })
    const keep = [{ collection: 'pages', id: '1' }]
    const { id } = await runPromotion({ payload: site.payload, planId: await plan(), keep })
    await dieAfterCommit(id)
    const update = { collection: 'pages', id: '2', kind: 'update' }
    expect(told.slice(1)).toMatchObject([[update], [update]])
  })

  it('a hook of a separate collection throws: the caller’s request is whole, and nothing is half written', async () => {
    let fails = false
    await open({
      collections: [
        pages,
        {
          ...orders,
          hooks: {
            afterChange: [
              () => {
                if (fails) throw new Error('the warehouse is closed')
              },
            ],
          },
        },
      ],
    })
    await runPromotion({ payload: site.payload, planId: await plan() })
    const req = {} as { transactionID?: unknown }
    const order = (email: string) =>
      site.payload.create({ collection: 'orders' as never, data: { email } as never, req: req as never })
    await order('first@test.test')
    expect(req.transactionID).toBeUndefined()
    fails = true
    await expect(order('second@test.test')).rejects.toThrow('the warehouse is closed')
    expect(await site.query('select email from orders')).toEqual([{ email: 'first@test.test' }])
  })
})
