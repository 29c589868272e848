import type { CollectionConfig } from 'payload'
import type { Plan, Promotion } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site, users } from '../helpers/createSite.ts'
import { waitFor } from '../helpers/waitFor.ts'

const isAdmin = ({ req }: { req: { user: unknown } }) => (req.user as { role?: string } | null)?.role === 'admin'
const pages: CollectionConfig = {
  slug: 'pages',
  access: { read: () => true, create: isAdmin, update: isAdmin },
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'secret', type: 'text', hidden: true },
    { name: 'salary', type: 'number', access: { read: isAdmin } },
  ],
}
const contracts: CollectionConfig = {
  slug: 'contracts',
  access: { read: isAdmin, update: isAdmin },
  admin: { useAsTitle: 'title' },
  fields: [{ name: 'title', type: 'text' }],
}

const role = (user: unknown) => (user as { role?: string } | null)?.role
const notes: CollectionConfig = {
  slug: 'notes',
  access: { read: ({ req }) => role(req.user) === 'admin' || { owner: { equals: role(req.user) } } },
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'owner', type: 'text' },
  ],
}
const codenames: CollectionConfig = {
  slug: 'codenames',
  access: { read: () => true },
  admin: { useAsTitle: 'name' },
  fields: [{ name: 'name', type: 'text', access: { read: isAdmin } }],
}

describe('the routes of /api/promote', () => {
  let site: Site
  let plan: Plan
  const headers: Record<string, { authorization: string }> = {}
  const call = async (
    method: string,
    path: string,
    who?: string,
    body: unknown = {},
    more: Record<string, string> = {},
  ) => {
    const response = await site.request(`/api/promote${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(who ? headers[who] : {}), ...more },
      ...(method === 'GET' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return {
      status: response.status,
      body: (await response.json()) as { error?: { code: string; message: string; hint: string } } & Record<
        string,
        unknown
      >,
    }
  }

  beforeAll(async () => {
    site = await createSite({
      collections: [
        pages,
        contracts,
        notes,
        codenames,
        { ...users, slug: 'customers', access: {} },
        { ...users, auth: { useAPIKey: true } },
      ],
      options: { collections: { pages: true, contracts: true, notes: true, codenames: true } },
    })
    for (const role of ['admin', 'viewer', 'customer']) headers[role] = await site.signIn(`${role}@test.test`, { role })
    headers.shopper = await site.signIn('shopper@test.test', { role: 'admin' }, 'customers')
    await site.payload.create({
      collection: 'pages' as never,
      data: { title: 'Home', secret: 'hidden-value', salary: 4711 } as never,
    })
    await site.payload.create({ collection: 'contracts' as never, data: { title: 'Confidential deal' } as never })
    const answer = await call('POST', '/plans', 'admin')
    plan = answer.body.plan as Plan
    expect(answer.status).toBe(201)
  })
  afterAll(() => site.stop())

  const routes = (): [string, string][] => [
    ['POST', '/plans'],
    ['GET', `/plans/${plan.id}`],
    ['GET', `/plans/${plan.id}/changes`],
    ['GET', `/plans/${plan.id}/changes/pages/1`],
    ['POST', ''],
    ['GET', '/promotions'],
    ['GET', '/promotions/1'],
    ['GET', '/verify'],
    ['POST', '/promotions/1/rollback'],
    ['POST', '/promotions/1/cancel'],
    ['GET', '/snapshots'],
    ['POST', '/snapshots'],
    ['DELETE', '/snapshots/1'],
    ['POST', '/snapshots/1/restore'],
    ['GET', '/snapshots/1/download'],
    ['POST', '/snapshots/upload'],
  ]

  it('answer 401 to anonymous visitors and 403 to everyone who is no admin user', async () => {
    for (const [method, path] of routes()) {
      expect(await call(method, path), `${method} ${path}`).toMatchObject({
        status: 401,
        body: { error: { code: 'UNAUTHENTICATED', hint: expect.any(String) } },
      })
      for (const who of ['customer', 'shopper'])
        expect(await call(method, path, who), `${who}: ${method} ${path}`).toMatchObject({
          status: 403,
          body: { error: { code: 'FORBIDDEN' } },
        })
    }
  })

  it('let a viewer look, and refuse what changes production', async () => {
    expect((await call('GET', `/plans/${plan.id}`, 'viewer')).status).toBe(200)
    for (const [method, path] of [
      ['POST', ''],
      ['POST', '/snapshots'],
      ['POST', '/promotions/1/rollback'],
    ] as const)
      expect(await call(method, path, 'viewer', { planId: plan.id })).toMatchObject({
        status: 403,
        body: { error: { code: 'FORBIDDEN' } },
      })
    expect((await call('GET', '/snapshots/1/download', 'admin')).status).toBe(403)
  })

  it('refuse calls that another site makes with the cookie', async () => {
    const cookie = `payload-token=${headers.admin!.authorization.slice(4)}`
    const bare = (more: Record<string, string>, type = 'application/json') =>
      site.request('/api/promote/plans', {
        method: 'POST',
        headers: { cookie, 'content-type': type, ...more },
        body: '{}',
      })
    for (const more of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.test' },
      {},
    ] as Record<string, string>[]) {
      const response = await bare(more)
      expect(
        [response.status, ((await response.json()) as { error: { code: string } }).error.code],
        JSON.stringify(more),
      ).toEqual([403, 'CROSS_SITE'])
    }
    expect((await bare({ 'sec-fetch-site': 'same-origin' }, 'text/plain')).status).toBe(403)
    expect((await bare({ 'sec-fetch-site': 'same-origin' })).status).toBe(201)
    expect((await bare({ origin: 'http://localhost', host: 'localhost' })).status).toBe(201)
  })

  it('refuse them also where a proxy has added an Authorization header that signs nobody in (7.C.24)', async () => {
    const { authorization } = headers.admin!
    const cookie = `payload-token=${authorization.slice(4)}`
    const crossSite = async (more: Record<string, string>) => {
      const response = await site.request('/api/promote/plans', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site', ...more },
        body: '{}',
      })
      return response.status
    }
    expect(await crossSite({ cookie, authorization: `Basic ${btoa('acme:acme')}` })).toBe(403)
    expect(await crossSite({ cookie, authorization: 'users API-Key made-up' })).toBe(403)
    expect(await crossSite({ cookie, authorization })).toBe(201)
    expect(await crossSite({ authorization: authorization.replace('JWT', 'Bearer') })).toBe(201)
    await site.payload.update({
      collection: 'users' as never,
      where: { email: { equals: 'admin@test.test' } },
      data: { enableAPIKey: true, apiKey: 'b1946ac9-2492-4d23-9a2b-7c0f3a1d5e6f' } as never,
    })
    expect(await crossSite({ authorization: 'users API-Key b1946ac9-2492-4d23-9a2b-7c0f3a1d5e6f' })).toBe(201)
  })

  it('name what is wrong with a call', async () => {
    const wrong: [string, string, unknown, string][] = [
      ['POST', '', {}, 'planId'],
      ['POST', '', { planId: 7 }, 'planId'],
      ['POST', '', { planId: plan.id, colour: 'red' }, 'colour'],
      ['POST', '', { planId: plan.id, scheduledAt: '2027-01-01' }, 'scheduledAt'],
      ['POST', '', '{', 'JSON'],
      ['POST', '', '[]', 'JSON object'],
      ['GET', `/plans/${plan.id}/changes?limit=9999`, undefined, 'limit'],
      ['GET', `/plans/${plan.id}/changes?page=0`, undefined, 'page'],
      ['GET', `/plans/${plan.id}/changes?kind=moved`, undefined, 'moved'],
    ]
    for (const [method, path, body, part] of wrong) {
      const answer = await call(method, path, 'admin', body)
      expect(answer.status, `${path} ${JSON.stringify(body)}`).toBe(400)
      expect(answer.body.error?.message).toContain(part)
      expect(answer.body.error?.hint).toBeTruthy()
    }
    expect(await call('POST', '', 'admin', { planId: 'gone' })).toMatchObject({
      status: 404,
      body: { error: { code: 'PLAN_NOT_FOUND' } },
    })
    expect((await call('GET', '/plans/gone', 'admin')).status).toBe(404)
    expect((await call('GET', '/promotions/gone', 'admin')).status).toBe(404)
    expect((await call('GET', `/plans/${plan.id}/changes/pages/99`, 'admin')).status).toBe(404)
    expect((await call('GET', `/plans/${plan.id}/changes/users/1`, 'admin')).status).toBe(404)
  })

  it('show titles and field differences as far as the reader may read', async () => {
    const list = async (who: string) =>
      JSON.stringify((await call('GET', `/plans/${plan.id}/changes?limit=50`, who)).body)
    expect(await list('admin')).toContain('Confidential deal')
    expect(await list('viewer')).not.toContain('Confidential deal')
    expect(await list('viewer')).toContain('Home')
    expect((await call('GET', `/plans/${plan.id}/changes/contracts/1`, 'viewer')).status).toBe(404)
    const differences = async (who: string) =>
      JSON.stringify((await call('GET', `/plans/${plan.id}/changes/pages/1`, who)).body)
    expect(await differences('admin')).toContain('4711')
    expect(await differences('viewer')).toContain('Home')
    expect(await differences('viewer')).not.toContain('4711')
    for (const who of ['admin', 'viewer']) expect(await differences(who)).not.toContain('hidden-value')
  })

  it('show no title that stands in a field, or a document, that the reader may not read', async () => {
    await site.payload.create({
      collection: 'notes' as never,
      data: { title: 'Private title', owner: 'admin' } as never,
    })
    await site.payload.create({
      collection: 'notes' as never,
      data: { title: 'Shared title', owner: 'viewer' } as never,
    })
    await site.payload.create({ collection: 'codenames' as never, data: { name: 'Operation Rooster' } as never })
    const { body } = await call('POST', '/plans', 'admin')
    const list = async (who: string) =>
      JSON.stringify((await call('GET', `/plans/${(body.plan as Plan).id}/changes?limit=50`, who)).body)
    expect(await list('admin')).toContain('Private title')
    expect(await list('admin')).toContain('Operation Rooster')
    expect(await list('viewer')).toContain('Shared title')
    expect(await list('viewer')).not.toContain('Private title')
    expect(await list('viewer')).not.toContain('Operation Rooster')
    const search = async (who: string, text: string) =>
      (await call('GET', `/plans/${(body.plan as Plan).id}/changes?search=${text}`, who)).body.totalDocs
    expect([await search('admin', 'Private'), await search('viewer', 'Private')]).toEqual([1, 0])
    expect([await search('admin', 'Rooster'), await search('viewer', 'Rooster')]).toEqual([1, 0])
    expect([await search('viewer', 'Home'), await search('viewer', '%25')]).toEqual([1, 0])
    expect(JSON.stringify((await call('GET', `/plans/${(body.plan as Plan).id}`, 'viewer')).body)).not.toContain(
      'contracts',
    )
  })

  it('take a plan, a snapshot and a promotion from start to history', async () => {
    const started = await call('POST', '', 'admin', { planId: plan.id, snapshot: 'Before launch', note: 'Launch' })
    expect(started).toMatchObject({
      status: 202,
      body: { promotion: { status: 'running', note: 'Launch', createdBy: 'admin@test.test' } },
    })
    const { id } = started.body.promotion as Promotion
    const ended = await waitFor('the promotion to end', async () => {
      const { promotion } = (await call('GET', `/promotions/${id}`, 'viewer')).body as unknown as {
        promotion: Promotion
      }
      return promotion.status === 'running' ? undefined : promotion
    })
    expect(ended).toMatchObject({ status: 'succeeded', total: 2, generation: 1, warnings: [] })
    expect(ended.steps.map(({ step, status }) => `${step} ${status}`)).toEqual([
      'check done',
      'snapshot done',
      'files done',
      'apply done',
      'close skipped',
      'commit done',
      'tell done',
      'open done',
    ])
    expect((await call('GET', '/promotions', 'viewer')).body).toMatchObject({ totalDocs: 1, docs: [{ id }] })
    expect((await call('GET', '/snapshots', 'viewer')).body).toMatchObject({
      docs: [{ label: 'Before launch', id: ended.snapshotId }],
    })
    const snapshot = await call('POST', '/snapshots', 'admin', { label: 'By hand' })
    expect(snapshot).toMatchObject({
      status: 201,
      body: { snapshot: { label: 'By hand', documents: 2, rows: 2, generation: 1 } },
    })
    expect(await call('POST', '', 'admin', { planId: plan.id })).toMatchObject({
      status: 409,
      body: { error: { code: 'PLAN_STALE' } },
    })
  })

  it("keep counts, titles and values of a promotion's record from those who may not read them", async () => {
    const { body } = await call('GET', '/promotions', 'admin')
    const { id } = (body.docs as Promotion[])[0]!
    const record = async (who: string) =>
      (await call('GET', `/promotions/${id}`, who)).body.promotion as unknown as Promotion
    expect(Object.keys((await record('admin')).counts)).toContain('contracts')
    expect(Object.keys((await record('viewer')).counts)).toEqual(['pages'])

    const fail = (error: Promotion['error']) =>
      site.query('update content_promotions set error = $2::jsonb where id = $1', [id, JSON.stringify(error)])
    const page = { collection: 'pages', id: '1', title: 'Home', side: 'staging' }
    const stale = { code: 'PLAN_STALE', message: 'Changed: "Home" (pages 1), "Deal" (contracts 1).', hint: 'Again.' }
    await fail({ ...stale, details: [page, { collection: 'contracts', id: '1', title: 'Deal', side: 'staging' }] })
    expect((await record('admin')).error).toMatchObject({ message: stale.message, details: [page, { title: 'Deal' }] })
    expect((await record('viewer')).error).toEqual({
      ...stale,
      message: expect.stringContaining('that you may not see'),
      details: [page],
    })
    expect(JSON.stringify((await call('GET', '/promotions', 'viewer')).body)).not.toMatch(/Deal|contracts/)
    await fail({ ...stale, details: [page] })
    expect((await record('viewer')).error).toEqual({ ...stale, details: [page] })

    const duplicate = { code: 'DUPLICATE_VALUE', message: 'Twice: title "Deal" in "contracts".', hint: 'Another.' }
    await fail({ ...duplicate, details: [{ column: 'title', value: 'Deal', ids: ['1', '2'] }] })
    expect((await record('viewer')).error).toEqual({ ...duplicate, message: expect.not.stringContaining('Deal') })
    const missing = { code: 'FILE_MISSING', message: 'No "deal.pdf" of contracts 1.', hint: 'Upload it.' }
    await fail({ ...missing, details: { collection: 'contracts', id: '1', filename: 'deal.pdf' } })
    expect((await record('viewer')).error).toEqual({ ...missing, message: expect.not.stringContaining('deal.pdf') })
    const closed = { code: 'EDGE_UNREACHABLE', message: 'The Worker did not answer.', hint: 'Look at it.' }
    await fail(closed)
    expect((await record('viewer')).error).toEqual(closed)
  })
})
