import type { CollectionConfig } from 'payload'
import { computePlan, inEnvironment, runPromotion } from 'payload-promote'
import type { ChangePage, Plan } from 'payload-promote/types'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  access: { read: () => true },
  versions: { drafts: true },
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'slug', type: 'text', unique: true },
    { name: 'path', type: 'text', unique: true, localized: true },
    { name: 'rows', type: 'array', fields: [{ name: 'code', type: 'text', unique: true }] },
  ],
}

describe('what a person decides when promoting', () => {
  let site: Site
  let ids: number[]
  beforeAll(async () => {
    site = await createSite({
      collections: [pages],
      options: { collections: { pages: true } },
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en', fallback: true } },
    })
  })
  afterAll(() => site?.stop())

  beforeEach(async () => {
    await site.payload.delete({ collection: 'pages', where: {} })
    await site.query('truncate prod_pages, promote_baselines cascade')
    ids = []
    for (const name of ['a', 'b', 'c', 'd'])
      ids.push(
        (
          await site.payload.create({
            collection: 'pages',
            data: { title: name, slug: name, path: `/${name}`, rows: [{ code: name }], _status: 'published' } as never,
          })
        ).id as number,
      )
    await promoteAll(site)
  })

  const slugs = async () => {
    const { docs } = await inEnvironment(site.payload, 'production').find({ collection: 'pages', sort: 'id' })
    return docs.map((doc) => (doc as { slug?: unknown }).slug)
  }
  const update = (id: number | undefined, data: Record<string, unknown>) =>
    site.payload.update({ collection: 'pages', id: id!, data: { ...data, _status: 'published' } as never })
  const plan = () => computePlan({ payload: site.payload })
  const changesOf = async ({ id }: Plan) => {
    const response = await site.request(`/api/promote/plans/${id}/changes`, {
      headers: await site.signIn('editor@example.com'),
    })
    return ((await response.json()) as ChangePage).docs
  }
  const post = async (body: Record<string, unknown>) => {
    const response = await site.request('/api/promote', {
      method: 'POST',
      headers: { ...(await site.signIn('editor@example.com')), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, Record<string, unknown>> }
  }

  it('lets unique values rotate among any number of documents, in columns, locales and rows', async () => {
    for (const id of ids) await update(id, { slug: `free-${id}`, path: `/free-${id}`, rows: [{ code: `free-${id}` }] })
    const rotated = ['d', 'a', 'b', 'c']
    for (const [n, name] of rotated.entries())
      await update(ids[n], { slug: name, path: `/${name}`, rows: [{ code: name }] })
    const { plan } = await promoteAll(site)
    expect(plan.problems).toEqual([])
    expect(await slugs()).toEqual(rotated)
  })

  it('keeps chosen deletes on production, and lists them again next time', async () => {
    await site.payload.delete({ collection: 'pages', id: ids[0]! })
    await site.payload.delete({ collection: 'pages', id: ids[1]! })
    const { id: planId } = await plan()
    const keep = [{ collection: 'pages', id: String(ids[0]) }]
    const promotion = await runPromotion({ payload: site.payload, planId, keep })
    expect(promotion).toMatchObject({ status: 'succeeded', total: 1, kept: keep })
    // The record names the plan that ran (7.15).
    expect(promotion.planId).not.toBe(planId)
    expect(await changesOf({ id: promotion.planId } as Plan)).toMatchObject([{ kind: 'delete', id: String(ids[1]) }])
    expect(await slugs()).toEqual(['a', 'c', 'd'])
    expect(await plan()).toMatchObject({ total: 1, counts: { pages: { delete: 1 } }, problems: [] })
  })

  it('refuses to keep what the plan does not delete', async () => {
    await site.payload.delete({ collection: 'pages', id: ids[0]! })
    const { id: planId } = await plan()
    const { status, body } = await post({ planId, keep: [{ collection: 'pages', id: ids[1] }] })
    expect({ status, code: body.error?.code }).toEqual({ status: 400, code: 'BAD_REQUEST' })
    const malformed = await post({ planId, keep: [{ collection: 'pages' }] })
    expect({ status: malformed.status, code: malformed.body.error?.code }).toEqual({ status: 400, code: 'BAD_REQUEST' })
  })

  it('has nothing to promote when all is kept', async () => {
    await site.payload.delete({ collection: 'pages', id: ids[0]! })
    const { id: planId } = await plan()
    const { status, body } = await post({ planId, keep: [{ collection: 'pages', id: ids[0] }] })
    expect({ status, code: body.error?.code }).toEqual({ status: 409, code: 'NOTHING_TO_PROMOTE' })
  })

  it('refuses to keep a document whose unique value another takes', async () => {
    for (const data of [{ slug: 'a' }, { path: '/a' }, { rows: [{ code: 'a' }] }]) {
      await site.payload.delete({ collection: 'pages', where: { title: { equals: 'a' } } })
      await update(ids[1], data)
      const { id: planId, problems } = await plan()
      expect(problems).toEqual([])
      const { status, body } = await post({ planId, keep: [{ collection: 'pages', id: ids[0] }] })
      expect({ status, code: body.error?.code }).toEqual({ status: 422, code: 'DUPLICATE_VALUE' })
      expect(body.error?.message).toContain('a"')
    }
    await promoteAll(site)
  })

  it('names a duplicate among the problems of the plan', async () => {
    await update(ids[1], { title: 'B' })
    // No way through Payload leads here: its unique index is gone.
    const [index] = await site.query<{ definition: string }>(
      `select indexdef as definition from pg_indexes where indexname = 'pages_slug_idx'`,
    )
    await site.query('drop index pages_slug_idx')
    await site.query(`update pages set slug = 'a' where id = $1`, [ids[1]])
    const found = await plan()
    expect(found.problems).toMatchObject([
      { code: 'DUPLICATE_VALUE', blocking: true, collection: 'pages', path: 'slug' },
    ])
    const { status, body } = await post({ planId: found.id })
    expect({ status, code: body.error?.code }).toEqual({ status: 422, code: 'PLAN_BLOCKED' })
    await site.query(`update pages set slug = 'b' where id = $1`, [ids[1]])
    await site.query(index!.definition)
  })

  it('shows what was changed, added or removed behind its back, and overwrites it only when asked', async () => {
    await site.query(`update prod_pages set title = 'changed' where id = $1`, [ids[0]])
    await site.query('delete from prod_pages where id = $1', [ids[1]])
    await site.query(`insert into prod_pages (id, title, _status) values (99999, 'added', 'published')`)
    await update(ids[2], { title: 'C' })
    const drifted = await plan()
    const marks = (await changesOf(drifted)).map(({ id, kind, drift }) => ({ id, kind, drift }))
    expect(marks).toHaveLength(4)
    expect(marks).toEqual(
      expect.arrayContaining([
        { id: String(ids[0]), kind: 'update', drift: true },
        { id: String(ids[1]), kind: 'create', drift: true },
        { id: '99999', kind: 'delete', drift: true },
        { id: String(ids[2]), kind: 'update', drift: false },
      ]),
    )
    expect(drifted.problems.map(({ code, id, blocking }) => ({ code, id, blocking }))).toEqual(
      [String(ids[0]), String(ids[1]), '99999']
        .sort((x, y) => (x < y ? -1 : 1))
        .map((id) => ({ code: 'DRIFT', id, blocking: false })),
    )
    const refused = await post({ planId: drifted.id })
    expect({ status: refused.status, code: refused.body.error?.code }).toEqual({ status: 409, code: 'DRIFT' })
    expect(refused.body.error?.details).toHaveLength(3)

    const promotion = await runPromotion({ payload: site.payload, planId: drifted.id, overwriteDrift: true })
    expect(promotion.status).toBe('succeeded')
    expect(await slugs()).toEqual(['a', 'b', 'c', 'd'])
    expect(await plan()).toMatchObject({ total: 0, problems: [] })
  })

  it('takes no promotion for drift after the content model has changed', async () => {
    await site.query(`update promote_baselines set model = 'another'`)
    await update(ids[0], { title: 'A' })
    const { docs } = { docs: await changesOf(await plan()) }
    expect(docs).toMatchObject([{ drift: false }])
    await promoteAll(site)
  })
})
