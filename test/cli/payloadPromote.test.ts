import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildPackage } from '../helpers/buildPackage.ts'
import { createSite, type Site, users } from '../helpers/createSite.ts'
import { serveSite } from '../helpers/serveSite.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  fields: [
    { name: 'title', type: 'text' },
    { name: 'slug', type: 'text', unique: true },
  ],
}
const notes: CollectionConfig = {
  slug: 'notes',
  access: { read: ({ req }) => (req.user as { role?: string } | null)?.role === 'chief' },
  fields: [{ name: 'title', type: 'text' }],
}

let site: Site
let server: Awaited<ReturnType<typeof serveSite>>
let folder: string
let elsewhere: string
let token: string
/** What stands between the command and the site in a test. */
let inBetween: Parameters<typeof serveSite>[1]
/** Holds each promotion's end until it is called. */
let holdEnd: Promise<void> | undefined

beforeAll(async () => {
  folder = await buildPackage()
  elsewhere = await mkdtemp(path.join(tmpdir(), 'nothing-installed-'))
  site = await createSite({
    collections: [{ ...users, auth: { useAPIKey: true } }, pages, notes],
    config: { routes: { api: '/cms/api' } },
    options: { collections: { pages: true, notes: true }, onPromoted: () => holdEnd },
  })
  server = await serveSite(site, (...args) => inBetween?.(...args) ?? false)
  const { authorization } = await site.signIn('chief@example.com', { role: 'chief' })
  token = authorization.replace('JWT ', '')
}, 300_000)

afterAll(async () => {
  await server?.stop()
  await site?.stop()
  for (const created of [folder, elsewhere]) await rm(created, { recursive: true, force: true })
})

beforeEach(() => {
  inBetween = undefined
  holdEnd = undefined
})

const start = (args: string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [path.join(folder, 'dist/plugin/cli/main.js'), ...args], {
    cwd: elsewhere,
    env: {
      PATH: process.env.PATH,
      PAYLOAD_PROMOTE_URL: server.origin,
      PAYLOAD_PROMOTE_TOKEN: token,
      ...env,
    } as unknown as NodeJS.ProcessEnv,
  })

const endOf = async (child: ChildProcess) => {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')])
  return { stdout, stderr, code: code as number }
}

/** Runs the built command in an empty folder, as an admin user. */
const run = (args: string[], env?: Record<string, string>) => endOf(start([...args, '--api-route', '/cms/api'], env))

let count = 0
const publishPage = async () => {
  count += 1
  return site.payload.create({ collection: 'pages' as never, data: { title: `Page ${count}` } as never })
}
const countPromotions = async () => (await site.query('select 1 from content_promotions')).length
const readTitles = async () =>
  (await site.query<{ title: string }>('select title from prod_pages order by title')).map(({ title }) => title)

describe('payload-promote (6.C.11)', { timeout: 120_000 }, () => {
  it('plans, promotes and shows what it did, from a folder in which nothing is installed', async () => {
    const page = (await publishPage()) as { title: string }
    const plan = await run(['plan'])
    expect(plan).toMatchObject({ code: 0, stderr: '' })
    expect(plan.stdout).toContain('pages: 1 new, 0 changed, 0 deleted')

    const promoted = await run(['run', '--note', 'From CI', '--snapshot=Before CI', '--json'])
    expect(promoted.code, promoted.stderr).toBe(0)
    const promotion = JSON.parse(promoted.stdout)
    expect(promotion).toMatchObject({ status: 'succeeded', note: 'From CI', createdBy: 'chief@example.com' })
    expect(promoted.stderr).toMatch(/^check +done \d+ ms$/m)
    expect(promoted.stderr).toMatch(/^commit +done \d+ ms$/m)
    expect(promoted.stderr).not.toContain('\u001b')
    expect(await readTitles()).toContain(page.title)

    const shown = await run(['show', promotion.id])
    expect(shown.code).toBe(0)
    expect(shown.stdout).toContain('Note: From CI')
    expect((await run(['history'])).stdout).toContain(`#${promotion.id}  succeeded  1 change  chief@example.com`)
    expect((await run(['snapshots'])).stdout).toContain('"Before CI"')
  })

  it('ends with 2 where there is nothing to do, and promotes nothing', async () => {
    const before = await countPromotions()
    expect(await run(['plan'])).toMatchObject({ code: 2, stdout: 'Production equals staging.\n' })
    expect(await run(['run'])).toMatchObject({ code: 2, stdout: 'Nothing was promoted.\n' })
    expect(await countPromotions()).toBe(before)
  })

  it('promotes exactly the plan that was looked at', async () => {
    const seen = (await publishPage()) as { title: string }
    const { id } = JSON.parse((await run(['plan', '--json'])).stdout)
    const later = (await publishPage()) as { title: string }
    expect(await run(['run', '--plan', id])).toMatchObject({ code: 0 })
    expect(await readTitles()).toContain(seen.title)
    expect(await readTitles()).not.toContain(later.title)

    const again = await run(['run', '--plan', id])
    expect(again.code).toBe(3)
    expect(again.stderr).toMatch(/^PLAN_STALE: .*Compute a new plan/m)
    expect(await run(['run'])).toMatchObject({ code: 0 })
  })

  it.each([
    [['run', '--snapshto'], "Unknown option '--snapshto'"],
    [['run', '--snapshot', 'Before'], '"Before" has no meaning for "run"'],
    [['plan', '--note', 'x'], "Unknown option '--note'"],
    [['plan', 'pages'], '"pages" has no meaning for "plan"'],
    [['run', '--keep', 'pages'], '--keep is "pages"'],
    [['run', '--note'], "Option '--note' argument is ambiguous."],
    [['run', '--wait', 'long'], '--wait is "long"'],
    [['show'], '"show" needs id'],
    [['promote'], 'There is no command "promote"'],
    [['--json'], 'There is no command.'],
    [['plan', '--url', 'ftp://example.com'], 'The site\'s address is "ftp://example.com"'],
  ])('refuses %s with 3 and promotes nothing', async (args, message) => {
    await publishPage()
    const before = await countPromotions()
    const { code, stderr } = await run(args)
    expect(stderr).toContain(`USAGE: ${message}`)
    expect(code).toBe(3)
    expect(await countPromotions()).toBe(before)
  })

  it('signs in with an API key', async () => {
    const apiKey = 'b1946ac9-2492-4d23-9a2b-7c0f3a1d5e6f'
    await site.payload.update({
      collection: 'users' as never,
      where: { email: { equals: 'chief@example.com' } },
      data: { enableAPIKey: true, apiKey } as never,
    })
    const signedIn = { PAYLOAD_PROMOTE_TOKEN: '', PAYLOAD_PROMOTE_API_KEY: apiKey }
    expect(await run(['history'], signedIn)).toMatchObject({ code: 0 })
    const named = { ...signedIn, PAYLOAD_PROMOTE_API_KEY: `users API-Key ${apiKey}` }
    expect(await run(['history'], named)).toMatchObject({ code: 0 })
  })

  it('refuses without an account, and says what to set', async () => {
    const nobody = await run(['plan'], { PAYLOAD_PROMOTE_TOKEN: '' })
    expect(nobody).toMatchObject({ code: 3, stdout: '' })
    expect(nobody.stderr).toContain('PAYLOAD_PROMOTE_TOKEN')
    const stranger = await run(['plan', '--json'], { PAYLOAD_PROMOTE_TOKEN: 'made-up' })
    expect(stranger.code).toBe(3)
    expect(JSON.parse(stranger.stdout)).toMatchObject({ error: { code: 'UNAUTHENTICATED' } })
  })

  it('refuses a plan with problems that must be solved first, and names them', async () => {
    const [first] = await site.query<{ id: number }>('select id from pages order by id limit 1')
    await site.query("update pages set slug = 'twice' where id = $1", [first!.id])
    await site.query('drop index pages_slug_idx')
    const second = await site.query("insert into pages (title, slug) values ('Twin', 'twice') returning id")
    const before = await countPromotions()
    const { code, stderr } = await run(['run'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/PLAN_BLOCKED: The plan has \d problems? that must be solved first/)
    expect(await countPromotions()).toBe(before)
    expect(await run(['plan'])).toMatchObject({ code: 3 })
    await site.query('delete from pages where id = $1', [(second[0] as { id: number }).id])
    await site.query('create unique index pages_slug_idx on pages (slug)')
  })

  it('overwrites drift only where it is told to, and keeps documents that are named', async () => {
    const page = (await publishPage()) as { id: number }
    expect(await run(['run'])).toMatchObject({ code: 0 })
    expect(await run(['verify'])).toMatchObject({ code: 0 })

    await site.query("update prod_pages set title = 'Tampered' where id = $1", [page.id])
    const found = await run(['verify'])
    expect(found).toMatchObject({ code: 1, stdout: `pages ${page.id} was changed on production\n` })
    await site.payload.update({ collection: 'pages' as never, id: page.id, data: { title: 'Edited' } as never })
    const refused = await run(['run'])
    expect(refused.code).toBe(3)
    expect(refused.stderr).toContain('DRIFT')
    expect(await run(['run', '--overwrite-drift'])).toMatchObject({ code: 0 })

    await site.payload.delete({ collection: 'pages' as never, id: page.id })
    await publishPage()
    expect(await run(['run', '--keep', `pages/${page.id}`])).toMatchObject({ code: 0 })
    expect(await readTitles()).toContain('Edited')
  })

  it('counts drift that its user may not see, without naming it', async () => {
    await site.payload.create({ collection: 'notes' as never, data: { title: 'Secret' } as never })
    expect(await run(['run'])).toMatchObject({ code: 0 })
    await site.query("update prod_notes set title = 'Tampered'")
    const { authorization } = await site.signIn('clerk@example.com', { role: 'clerk' })
    const found = await run(['verify'], { PAYLOAD_PROMOTE_TOKEN: authorization.replace('JWT ', '') })
    expect(found).toMatchObject({ code: 1, stdout: '1 document more that you may not see\n' })
    expect((await run(['verify'])).stdout).toContain('was changed on production')
    await site.query("update prod_notes set title = 'Secret'")
  })

  it('waits for the end, over connections that are cut', async () => {
    await publishPage()
    let end = () => {}
    holdEnd = new Promise((resolve) => {
      end = resolve
    })
    let cuts = 0
    inBetween = ({ method, url }, response) => {
      if (method !== 'GET' || !url?.match(/promotions\/\d+$/) || cuts === 3) return false
      cuts += 1
      response.destroy()
      if (cuts === 3) end()
      return true
    }
    const { code, stderr } = await run(['run'])
    expect(stderr).toContain('The connection was lost; the promotion goes on without it.')
    expect(cuts).toBe(3)
    expect(code).toBe(0)
  })

  it('finds a promotion whose answer was lost, and does not ask a second time', async () => {
    await publishPage()
    const before = await countPromotions()
    let asked = 0
    inBetween = (incoming, outgoing) => {
      if (incoming.method !== 'POST' || !incoming.url?.endsWith('/promote')) return false
      asked += 1
      outgoing.writeHead = () => {
        outgoing.destroy()
        return outgoing
      }
      return false
    }
    const { code, stdout } = await run(['run'])
    expect(stdout).toMatch(/Promoted \d+ change/)
    expect(code).toBe(0)
    expect(asked).toBe(1)
    expect(await countPromotions()).toBe(before + 1)
  })

  it('says at Ctrl-C that the promotion goes on, and it does', async () => {
    const page = (await publishPage()) as { title: string }
    let end = () => {}
    holdEnd = new Promise((resolve) => {
      end = resolve
    })
    const child = start(['run', '--api-route', '/cms/api'])
    const ended = endOf(child)
    const follows = new Promise<void>((resolve) => {
      inBetween = ({ url }) => {
        if (url?.match(/promotions\/\d+$/)) resolve()
        return false
      }
    })
    await follows
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(code).toBe(130)
    const [, id] = stderr.match(/Promotion (\d+) goes on without this command/) ?? []
    end()
    expect(await run(['show', id!, '--wait', '60'])).toMatchObject({ code: 0 })
    expect(await readTitles()).toContain(page.title)
  })

  it('gives up waiting when told to, and ends with 1', async () => {
    await publishPage()
    let end = () => {}
    holdEnd = new Promise((resolve) => {
      end = resolve
    })
    const { code, stderr } = await run(['run', '--wait', '1'])
    end()
    expect(stderr).toContain('STILL_RUNNING')
    expect(code).toBe(1)
    const [latest] = JSON.parse((await run(['history', '--json'])).stdout)
    expect(await run(['show', latest.id, '--wait', '60'])).toMatchObject({ code: 0 })
  })

  it.each<[string, RequestListener, number, string]>([
    ['does not answer', () => {}, 1, 'it took too long'],
    ['answers with a page', (_, response) => response.writeHead(404).end('<html>'), 3, 'answered 404'],
    ['is behind a broken proxy', (_, response) => response.writeHead(502).end('<html>'), 1, 'answered 502'],
    [
      'lives elsewhere',
      (_, response) => response.writeHead(308, { location: 'https://www.example.com/' }).end(),
      3,
      'redirects to https://www.example.com/',
    ],
  ])('says so where the site %s', async (_, answer, code, message) => {
    inBetween = (...args) => {
      answer(...args)
      return true
    }
    const ended = await run(['plan', '--timeout', '2'])
    expect(ended.stderr).toContain(message)
    expect(ended).toMatchObject({ code, stdout: '' })
  })
})
