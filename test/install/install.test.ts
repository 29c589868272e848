/** A Payload project made from nothing but the npm registry and the packed plugin, in push and in migration mode. */
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Plan, Promotion } from 'payload-promote'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../helpers/createDatabase.ts'
import { waitFor } from '../helpers/waitFor.ts'
import { createFreshProject, type FreshProject } from './freshProject.ts'

// npm, Payload's command line and a Next build: minutes, not seconds.
const minutes = 60_000

let project: FreshProject
beforeAll(async () => {
  project = await createFreshProject('project')
}, 10 * minutes)
afterAll(() => project?.remove())

const install = async () => {
  await project.installPlugin()
  await project.write('plugins.ts', await project.read('installed/plugins.ts'))
}

describe('on a database that held content and submissions before the plugin', { timeout: 10 * minutes }, () => {
  let databaseURL: string
  let server: Awaited<ReturnType<FreshProject['startServer']>> | undefined
  let token: string
  let rowsBefore: Rows

  beforeAll(async () => {
    databaseURL = await createDatabase()
    await payload('migrate:create', 'initial', '--skip-empty')
    await payload('migrate')
    await project.run('tsx', ['scripts/seedOnly.ts'], { DATABASE_URL: databaseURL })
    rowsBefore = await readRows(databaseURL)
  }, 2 * minutes)
  afterAll(() => server?.stop())

  /** Payload's command line ends at once now and then, in silence and with 0: lexical's modules never finish loading. */
  const payload = async (...args: string[]) => {
    for (let tries = 1; tries <= 5; tries++)
      if ((await project.run('payload', args, { DATABASE_URL: databaseURL })).trim() !== '') return
    throw new Error(`"payload ${args.join(' ')}" said nothing.`)
  }
  const call = async (method: string, route: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${server?.origin}/api${route}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }
  const asEditor = (method: string, route: string, body?: unknown) =>
    call(method, route, body, { authorization: `JWT ${token}` })
  const promoteAll = async () => {
    const { plan } = (await asEditor('POST', '/promote/plans', {})).body as { plan: Plan }
    const { promotion } = (await asEditor('POST', '/promote', { planId: plan.id, snapshot: 'before' })).body
    const finished = await waitFor(`promotion ${promotion.id}`, async () => {
      const { body } = await asEditor('GET', `/promote/promotions/${promotion.id}`)
      return body.promotion.status === 'running' ? undefined : (body.promotion as Promotion)
    })
    return { plan, promotion: finished }
  }

  it('installs beside one copy of Payload and React, and holds nothing but what is needed', async () => {
    await install()
    const tree = JSON.parse(await project.run('npm', ['ls', 'payload', 'react', '--json', '--all']))
    expect(listVersions(tree, 'payload').size).toBe(1)
    expect(listVersions(tree, 'react').size).toBe(1)
    const files = await readdir(path.join(project.directory, 'node_modules/payload-promote'))
    expect(files.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json', 'plugin', 'worker'])
  })

  it('has types without errors of its own, and keeps its twins out of the generated ones', async () => {
    await payload('generate:types')
    const types = await project.read('payload-types.ts')
    expect(types).toMatch(/^ {4}articles: Article;/m)
    expect(types).not.toMatch(/production-|staging-|content-promotions|content-snapshots/)
    // Libraries are looked at too: some of Payload's own have errors, ours and the project's files must not.
    const errors = await project.run('tsc', ['--noEmit']).catch((error: Error) => error.message)
    expect(
      errors.split('\n').filter((line) => /^(?!node_modules\/(?!payload-promote))\S+\(\d+,\d+\)/.test(line)),
    ).toEqual([])
  })

  it('creates its migration without a question, dropping nothing but foreign keys of separate collections', async () => {
    await payload('migrate:create', 'promote', '--skip-empty')
    const [, migration] = await project.listMigrations()
    const up = (await project.read(`migrations/${migration}`)).split('export async function down')[0] ?? ''
    expect(up.match(/^.*\bdrop\b.*$/gim)?.map((line) => line.trim())).toEqual([
      'ALTER TABLE "enquiries" DROP CONSTRAINT "enquiries_about_id_articles_id_fk";',
    ])
  })

  it('builds in Next, with the Migration view and its style', async () => {
    await payload('generate:importmap')
    await project.run('next', ['build'], { NODE_ENV: 'production' })
    server = await project.startServer({ DATABASE_URL: databaseURL })
    const { body } = await call('POST', '/users/login', { email: 'editor@example.com', password: 'editor-password' })
    token = body.token
    const page = await fetch(`${server.origin}/admin/migration`, { headers: { cookie: `payload-token=${token}` } })
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).toContain('migration-overview')
    const sheets = [...html.matchAll(/href="([^"]+\.css[^"]*)"/g)].map(([, href]) => `${server?.origin}${href}`)
    const styles = await Promise.all(sheets.map(async (sheet) => (await fetch(sheet)).text()))
    expect(styles.join()).toContain('.migration-overview')
  })

  it('answers with the missing migration, while the public and the editors go on', async () => {
    const missing = { error: { code: 'MIGRATION_MISSING', hint: expect.stringContaining('npx payload migrate') } }
    expect(await asEditor('POST', '/promote/plans', {})).toMatchObject({ status: 409, body: missing })
    expect(await asEditor('GET', '/promote/promotions')).toMatchObject({ status: 409, body: missing })

    const { body } = await call('GET', '/articles?depth=0&sort=slug')
    expect(body.docs).toMatchObject([{ title: 'First' }, { title: 'Second' }])
    expect(await call('GET', '/media/file/portrait.txt')).toMatchObject({ status: 200, body: 'the old portrait' })
    expect(await call('POST', '/enquiries', { email: 'late@example.com' })).toMatchObject({ status: 201 })
    const { id } = body.docs[0]
    expect(await asEditor('PATCH', `/articles/${id}`, { slug: 'first' })).toMatchObject({ status: 200 })
    const items = [{ label: 'First', article: id }]
    expect(await asEditor('POST', '/globals/navigation', { items })).toMatchObject({ status: 200 })
  })

  it('migrates without touching a row', async () => {
    const before = await readRows(databaseURL)
    await payload('migrate')
    const after = await readRows(databaseURL)
    before.delete('payload_migrations')
    for (const [table, rows] of before) expect(after.get(table), table).toEqual(rows)
    expect(rowsBefore.get('enquiries')?.every((row) => after.get('enquiries')?.includes(row))).toBe(true)
  })

  it('finds nothing more to migrate', async () => {
    await payload('migrate:create', 'nothing', '--skip-empty')
    expect(await project.listMigrations()).toHaveLength(2)
  })

  it('promotes what was published before it came', async () => {
    const before = await readRows(databaseURL)
    const { plan, promotion } = await promoteAll()
    expect(plan).toMatchObject({
      first: true,
      problems: [],
      counts: { articles: { create: 2 }, media: { create: 1 }, 'global:navigation': { create: 1 } },
    })
    expect(promotion).toMatchObject({
      status: 'succeeded',
      generation: 1,
      snapshotId: expect.any(String),
      warnings: [],
    })
    const after = await readRows(databaseURL)
    for (const table of ['enquiries', 'users', 'articles', 'media'])
      expect(after.get(table), table).toEqual(before.get(table))
  })

  it('shows the public production, and editors staging, from then on', async () => {
    const { body } = await call('GET', '/articles?sort=slug')
    const { id } = body.docs[0]
    await asEditor('PATCH', `/articles/${id}`, { title: 'First, edited', _status: 'published' })
    expect((await call('GET', `/articles/${id}`)).body).toMatchObject({ title: 'First' })
    expect((await asEditor('GET', `/articles/${id}`)).body).toMatchObject({ title: 'First, edited' })
    const portrait = body.docs[0].layout[0].portrait
    const file = await fetch(`${server?.origin}${portrait.url}`)
    expect({ status: file.status, text: await file.text() }).toEqual({ status: 200, text: 'the old portrait' })
    const enquiry = await asEditor('GET', '/enquiries?limit=1&sort=id')
    expect(enquiry.body.docs[0].about).toMatchObject({ title: 'First' })
  })

  it('migrates a field that is added later, and its removal', async () => {
    const before = await readRows(databaseURL)
    await project.write(
      'collections/laterFields.ts',
      "import type { Field } from 'payload'\n\nexport const laterFields: Field[] = [{ name: 'subtitle', type: 'text', localized: true }]\n",
    )
    await payload('migrate:create', 'added', '--skip-empty')
    await payload('migrate')
    const { rows } = await query(
      databaseURL,
      "select table_name from information_schema.columns where column_name = 'subtitle' order by 1",
    )
    expect(rows.map((row) => row.table_name)).toEqual(['articles_locales', 'prod_articles_locales'])

    await project.write(
      'collections/laterFields.ts',
      "import type { Field } from 'payload'\n\nexport const laterFields: Field[] = []\n",
    )
    await payload('migrate:create', 'removed', '--skip-empty')
    await payload('migrate')
    before.delete('payload_migrations')
    const after = await readRows(databaseURL)
    for (const [table, known] of before) expect(after.get(table), table).toEqual(known)
    const { promotion } = await promoteAll()
    expect(promotion).toMatchObject({ status: 'succeeded', total: 1, generation: 2 })
  })
})

describe('on an empty database, pushed', { timeout: 2 * minutes }, () => {
  it('promotes at once', async () => {
    const output = await project.run('tsx', ['scripts/promoteOnce.ts'], {
      DATABASE_URL: await createDatabase(),
      DATABASE_PUSH: 'true',
    })
    const printed = JSON.parse(output.slice(output.lastIndexOf('\n{') + 1))
    expect(printed.plan).toEqual({
      problems: [],
      counts: {
        articles: { create: 2, update: 0, delete: 0 },
        media: { create: 1, update: 0, delete: 0 },
        'global:navigation': { create: 1, update: 0, delete: 0 },
      },
    })
    expect(printed.promotion).toEqual({ status: 'succeeded' })
    expect(withoutFileURLs(printed.production)).toEqual(withoutFileURLs(printed.staging))
    expect(printed.production.docs).toHaveLength(2)
    expect(printed.again).toBe(0)
  })
})

/** Every row as JSON text, by table. */
type Rows = Map<string, string[]>

const readRows = async (databaseURL: string): Promise<Rows> => {
  const { rows: tables } = await query(
    databaseURL,
    "select tablename from pg_tables where schemaname = 'public' order by 1",
  )
  const found: Rows = new Map()
  for (const { tablename } of tables) {
    const { rows } = await query(databaseURL, `select to_jsonb(t)::text as row from "${tablename}" t order by 1`)
    found.set(
      String(tablename),
      rows.map(({ row }) => String(row)),
    )
  }
  return found
}

const query = async (databaseURL: string, text: string): Promise<{ rows: Record<string, unknown>[] }> => {
  const client = new pg.Client({ connectionString: databaseURL })
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}

type Tree = { version?: string; dependencies?: Record<string, Tree> }

const listVersions = (tree: Tree, name: string, found = new Set<string>()): Set<string> => {
  for (const [dependency, inner] of Object.entries(tree.dependencies ?? {})) {
    if (dependency === name && inner.version) found.add(inner.version)
    listVersions(inner, name, found)
  }
  return found
}

/** Production's URLs carry the content's hash. */
const withoutFileURLs = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === 'url' ? undefined : inner)))
