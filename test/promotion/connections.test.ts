import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type CollectionConfig, reload } from 'payload'
import { computePlan, inEnvironment, runPromotion, takeSnapshot } from 'payload-promote'
import { afterEach, describe, expect, it } from 'vitest'
import { findFreePort } from '../../dev-site/scripts/postgres.ts'
import { createDatabase } from '../helpers/createDatabase.ts'
import { createSite, type Site, type SiteSettings } from '../helpers/createSite.ts'
import { waitFor } from '../helpers/waitFor.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }] },
  ],
}
const products: CollectionConfig = {
  slug: 'products',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'stock', type: 'number' },
  ],
}

describe('a promotion works', () => {
  const stops: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop()
  })
  const open = async (settings: Partial<SiteSettings>): Promise<Site> => {
    const site = await createSite({
      collections: [pages, products],
      options: { collections: { pages: true, products: { productionOwned: ['stock'] } } },
      ...settings,
    })
    stops.push(site.stop)
    return site
  }
  /** Creates, plans, snapshots, promotes, changes and promotes again; returns what production shows. */
  const work = async ({ payload }: Site) => {
    const page: { id: number } = await payload.create({
      collection: 'pages' as never,
      data: { title: 'One', rows: [{ text: 'a' }], _status: 'published' } as never,
    })
    await payload.create({ collection: 'products' as never, data: { title: 'Beans', stock: 3 } as never })
    const promote = async () => {
      const { id } = await computePlan({ payload })
      return runPromotion({ payload, planId: id, snapshot: true, createdBy: 'ada@test.test' })
    }
    expect(await promote()).toMatchObject({ status: 'succeeded', warnings: [] })
    await inEnvironment(payload, 'production').update({ collection: 'products', id: 1, data: { stock: { $inc: -1 } } })
    await payload.update({
      collection: 'pages' as never,
      id: page.id,
      data: { title: 'Two', rows: [], _status: 'published' } as never,
    })
    expect(await promote()).toMatchObject({ status: 'succeeded', warnings: [] })
    expect(await takeSnapshot({ payload })).toMatchObject({ documents: 2, generation: 2 })
    const site = inEnvironment(payload, 'production')
    const { docs } = await site.find({ collection: 'pages' as never })
    const { docs: shop } = await site.find({ collection: 'products' as never })
    return { page: docs[0], product: shop[0] }
  }
  const expected = { page: { title: 'Two', rows: [] }, product: { title: 'Beans', stock: 2 } }

  it('with one connection to work with: a pool of two, of which Payload keeps one for itself', async () => {
    expect(await work(await open({ adapter: { pool: { max: 2 } } }))).toMatchObject(expected)
  })

  it('where the site has switched Payload’s transactions off', async () => {
    expect(await work(await open({ adapter: { transactionOptions: false } }))).toMatchObject(expected)
  })

  it('where the site reads from replicas', async () => {
    const databaseURL = await createDatabase()
    expect(await work(await open({ databaseURL, adapter: { readReplicas: [databaseURL] } }))).toMatchObject(expected)
  })

  it('after Payload has taken its config anew, as it does when a file changes in development', async () => {
    const site = await open({})
    await site.payload.create({ collection: 'pages' as never, data: { title: 'Zero', _status: 'published' } as never })
    const { id } = await computePlan({ payload: site.payload })
    await runPromotion({ payload: site.payload, planId: id })
    await reload(site.payload.config, site.payload, true)
    await reload(site.payload.config, site.payload, true)
    expect((await computePlan({ payload: site.payload })).total).toBe(0)
    await site.payload.update({
      collection: 'pages' as never,
      id: 1,
      data: { title: 'Nought', _status: 'published' } as never,
    })
    const plan = await computePlan({ payload: site.payload })
    expect(await runPromotion({ payload: site.payload, planId: plan.id })).toMatchObject({
      status: 'succeeded',
      total: 1,
    })
    const { docs } = await inEnvironment(site.payload, 'production').find({ collection: 'pages' as never })
    expect(docs).toMatchObject([{ title: 'Nought' }])
  })

  it('from two app servers on one database, one at a time', async () => {
    const first = await open({})
    const second = await open({ databaseURL: first.databaseURL })
    await work(first)
    await first.payload.create({
      collection: 'pages' as never,
      data: { title: 'Three', _status: 'published' } as never,
    })
    const plan = await computePlan({ payload: first.payload })
    const outcomes = await Promise.allSettled(
      [first, second].map(({ payload }) => runPromotion({ payload, planId: plan.id })),
    )
    expect(outcomes.map((o) => o.status).sort()).toEqual(['fulfilled', 'rejected'])
    for (const { payload } of [first, second])
      expect((await inEnvironment(payload, 'production').count({ collection: 'pages' as never })).totalDocs).toBe(2)
  })

  it.runIf(hasProgram('pgbouncer'))('behind PgBouncer in transaction mode', async () => {
    const databaseURL = await startPgBouncer(await createDatabase(), stops)
    expect(await work(await open({ databaseURL }))).toMatchObject(expected)
  })
})

const hasProgram = (name: string): boolean => {
  try {
    execFileSync('which', [name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A real PgBouncer that gives a connection back after each transaction. */
const startPgBouncer = async (url: string, stops: (() => Promise<unknown>)[]): Promise<string> => {
  const target = new URL(url)
  const directory = await mkdtemp(path.join(tmpdir(), 'promote-pgbouncer-'))
  stops.push(() => rm(directory, { recursive: true, force: true }))
  const port = await findFreePort()
  const name = target.pathname.slice(1)
  await writeFile(path.join(directory, 'users.txt'), `"${target.username}" "${target.password}"\n`)
  await writeFile(
    path.join(directory, 'pgbouncer.ini'),
    `[databases]
${name} = host=localhost port=${target.port} dbname=${name}
[pgbouncer]
listen_addr = localhost
listen_port = ${port}
auth_type = plain
auth_file = ${directory}/users.txt
pool_mode = transaction
default_pool_size = 3
max_client_conn = 50
unix_socket_dir =
ignore_startup_parameters = extra_float_digits
logfile = ${directory}/log
`,
  )
  await chmod(directory, 0o777)
  const isRoot = process.getuid?.() === 0
  const args = [path.join(directory, 'pgbouncer.ini')]
  const bouncer: ChildProcess = spawn('pgbouncer', isRoot ? ['-u', 'nobody', ...args] : args, { stdio: 'ignore' })
  stops.push(async () => {
    const exited = once(bouncer, 'exit')
    bouncer.kill()
    await exited
  })
  const through = new URL(url)
  through.port = String(port)
  await waitFor('PgBouncer to listen', async () => {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: through.href })
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      // Not listening yet: asked again until the deadline.
      return undefined
    }
  })
  return through.href
}
