/** What follows a commit, on the site's app servers: here Payload's API on ports of this machine, one database behind them. */
import { createHmac } from 'node:crypto'
import type { CollectionConfig } from 'payload'
import { computePlan, type PromoteOptions, type Promotion, recover, refreshSite, runPromotion } from 'payload-promote'
import { afterEach, describe, expect, it } from 'vitest'
import { signatureHeaders } from '../../plugin/sites/siteSignature.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { serveSite } from '../helpers/serveSite.ts'

const pages: CollectionConfig = { slug: 'pages', fields: [{ name: 'title', type: 'text' }] }
const callPath = '/api/promote/site/refresh'

describe('the site’s app servers (6.2)', () => {
  const stops: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop()
  })

  const open = async (options: Partial<PromoteOptions>, databaseURL?: string): Promise<Site> => {
    const site = await createSite({
      collections: [pages],
      options: { collections: { pages: true }, ...options },
      ...(databaseURL ? { databaseURL, adapter: { push: false } } : {}),
    })
    stops.push(site.stop)
    return site
  }
  const serve = async (site: Site, port?: number) => {
    const asked: string[] = []
    const note = ({ url }: { url?: string | undefined }) => asked.push(url!) < 0
    const { origin, stop } = await serveSite(site, note, port)
    stops.push(async () => stop().catch(() => undefined))
    return { url: origin, asked, stop }
  }
  let n = 0
  const promoteOne = async ({ payload }: Site): Promise<Promotion> => {
    await payload.create({ collection: 'pages' as never, data: { title: `Page ${n++}` } as never })
    const { id } = await computePlan({ payload })
    return runPromotion({ payload, planId: id })
  }
  /** Two app servers of one site, and a process beside them that promotes, as the command line does. */
  const openTwoServers = async () => {
    const hooks: string[] = []
    const onPromotedOn = (name: string) => () => {
      hooks.push(name)
    }
    const first = await open({ onPromoted: onPromotedOn('first') })
    const second = await open({ onPromoted: onPromotedOn('second') }, first.databaseURL)
    const servers = [await serve(first), await serve(second)] as const
    const beside = await open(
      { servers: servers.map(({ url }) => url), onPromoted: onPromotedOn('beside') },
      first.databaseURL,
    )
    return { servers, beside, second, hooks }
  }

  it('are all told, wherever the promotion runs, and the hook runs once, on one of them', async () => {
    const { servers, beside, hooks } = await openTwoServers()
    const promotion = await promoteOne(beside)
    expect(promotion).toMatchObject({ status: 'succeeded', warnings: [] })
    expect(promotion.site?.servers).toMatchObject(servers.map(({ url }) => ({ server: url, status: 'done' })))
    expect(servers.map(({ asked }) => asked)).toEqual([[callPath, callPath], [callPath]])
    expect(hooks).toEqual(['first'])
  })

  it('that are down give a warning with their name, and telling the site again mends it', async () => {
    const { servers, beside, second, hooks } = await openTwoServers()
    await servers[1].stop()
    const promotion = await promoteOne(beside)
    expect(promotion).toMatchObject({
      status: 'succeeded',
      warnings: [expect.stringMatching(new RegExp(`^${servers[1].url} may show old pages: .*ECONNREFUSED`))],
    })
    expect((await refreshSite({ payload: beside.payload })).warnings).toHaveLength(1)
    await serve(second, Number(new URL(servers[1].url).port))
    expect((await refreshSite({ payload: beside.payload })).warnings).toEqual([])
    expect(hooks).toEqual(['first'])
  })

  it('run a hook that failed again when the site is told again, and only then', async () => {
    let runs = 0
    const site = await open({
      onPromoted: () => {
        runs++
        if (runs === 1) throw new Error('the index is down')
      },
    })
    expect(await promoteOne(site)).toMatchObject({ warnings: ['onPromoted failed: the index is down'] })
    expect(await refreshSite({ payload: site.payload })).toMatchObject({
      warnings: [],
      site: { hook: { status: 'done' } },
    })
    await refreshSite({ payload: site.payload })
    expect(runs).toBe(2)
  })

  it('refuse what is not signed with the site’s secret, always in the same words, and do nothing', async () => {
    let runs = 0
    const site = await open({ onPromoted: () => void runs++ })
    const { id } = await promoteOne(site)
    await site.query('update content_promotions set site = null')
    const body = JSON.stringify({ op: 'onPromoted', promotion: id })
    const signed = signatureHeaders(site.payload, 'call', { id: 'msg_1', body })
    const stamp = String(Math.floor(Date.now() / 1000) - 3600)
    const forge = (key: string, timestamp = signed['webhook-timestamp']) =>
      `v1,${createHmac('sha256', key).update(`msg_1.${timestamp}.${body}`).digest('base64')}`
    const refused: Record<string, string>[] = [
      {},
      { ...signed, 'webhook-signature': '' },
      { ...signed, 'webhook-signature': forge(site.payload.secret) },
      { ...signed, 'webhook-id': 'msg_2' },
      { ...signed, 'webhook-timestamp': stamp },
      signatureHeaders(site.payload, 'reply', { id: 'msg_1', body }),
      { ...(await site.signIn('admin@test.test')), 'content-type': 'application/json' },
    ]
    const answers = []
    for (const headers of refused) {
      const response = await site.request(callPath, { method: 'POST', headers, body })
      answers.push(`${response.status} ${await response.text()}`)
    }
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toMatch(/^401 .*UNAUTHENTICATED/)
    const other = await site.request(callPath, { method: 'POST', headers: signed, body: body.replace(id, '7') })
    expect(other.status).toBe(401)
    expect(runs).toBe(1)
    expect(await site.query('select site from content_promotions')).toEqual([{ site: null }])
    // The same call, signed: it is the signature that was missing. Sent twice it does nothing more.
    for (let tries = 0; tries < 2; tries++)
      expect((await site.request(callPath, { method: 'POST', headers: signed, body })).status).toBe(200)
    expect(runs).toBe(2)
  })

  it('are told by recovery when the server that promoted died after its commit', async () => {
    const { servers, beside, hooks } = await openTwoServers()
    await promoteOne(beside)
    await beside.query(`update content_promotions set status = 'running', finished_at = null, site = null`)
    await beside.query(
      `update promote_state set lease_token = 'dead', lease_promotion = '1', lease_until = now() - interval '1 second'`,
    )
    await recover(beside.payload)
    expect(await beside.query("select status, site -> 'hook' ->> 'status' as hook from content_promotions")).toEqual([
      { status: 'succeeded', hook: 'done' },
    ])
    expect(servers.map(({ asked }) => asked.length)).toEqual([4, 2])
    expect(hooks).toEqual(['first', 'first'])
  })

  it('need no option: the address at which somebody who may promote reached the site is remembered', async () => {
    const runs: string[] = []
    const options = {
      servers: undefined as never,
      access: { promote: ({ user }: { user: { email?: string } | null }) => user?.email === 'boss@test.test' },
    }
    const site = await open({ ...options, onPromoted: () => void runs.push('site') } as never)
    const served = await serve(site)
    const promoteOverHTTP = async (headers: Record<string, string>, base: string) =>
      site.request(`${base}/api/promote`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ planId: (await computePlan({ payload: site.payload })).id }),
      })
    const remembered = async () =>
      (await site.query<{ o: string | null }>('select site_origin as o from promote_state'))[0]?.o ?? null
    const boss = await site.signIn('boss@test.test')
    const visitor = await site.signIn('somebody@test.test')

    const command = await open({ ...options, onPromoted: () => void runs.push('command') } as never, site.databaseURL)
    expect((await promoteOne(command)).warnings).toEqual([expect.stringContaining('its address is not known')])
    expect(runs).toEqual(['command'])

    // Somebody who may not promote, and an address that is not this site's: neither is remembered.
    expect((await promoteOverHTTP(visitor, served.url)).status).toBe(403)
    await promoteOverHTTP(boss, 'http://127.0.0.1:9')
    expect(await remembered()).toBeNull()
    expect(served.asked).toEqual([])

    await promoteOverHTTP(boss, served.url)
    expect(await remembered()).toBe(served.url)
    await promoteOverHTTP(boss, 'http://127.0.0.1:9')
    expect(await remembered()).toBe(served.url)
    expect(await promoteOne(command)).toMatchObject({ warnings: [], site: { servers: [{ server: served.url }] } })
    expect(runs).toEqual(['command', 'site'])
  })

  it('are told again over HTTP by those who may promote, and by nobody else', async () => {
    const site = await open({ access: { promote: ({ user }) => user?.email === 'boss@test.test' } })
    const refresh = async (headers: Record<string, string>) =>
      site.request('/api/promote/refresh-site', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      })
    const boss = await site.signIn('boss@test.test')
    const before = await refresh(boss)
    expect([before.status, await before.json()]).toMatchObject([404, { error: { code: 'NOT_FOUND' } }])
    const { id } = await promoteOne(site)
    expect((await refresh({})).status).toBe(401)
    expect((await refresh(await site.signIn('somebody@test.test'))).status).toBe(403)
    const answer = await refresh(boss)
    expect([answer.status, await answer.json()]).toMatchObject([200, { promotion: { id, warnings: [] } }])
  })
})
