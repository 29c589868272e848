/** The running site: Acme's production build on PostgreSQL, behind the gate in workerd, with a real browser in front. */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Plan, Promotion } from 'payload-promote'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signIn } from '../../dev-site/demo/editor.ts'
import {
  countStored,
  listTouchedRows,
  listUnequalDocuments,
  promotedSlugs,
  readStock,
  readUntouchableRows,
} from '../../dev-site/demo/measure.ts'
import { seedAcme } from '../../dev-site/demo/seedAcme.ts'
import { type Acme, buildSite, startAcme } from '../../dev-site/demo/startAcme.ts'
import { judgeSights, type Seen, startVisitors } from '../../dev-site/demo/visitors.ts'
import {
  created,
  deleted,
  design,
  draftOnly,
  homeHeading,
  newerDraft,
  password,
  prices,
  renamedPage,
  replacedFiles,
  robotsLine,
  swappedPosts,
  unpublished,
  users,
} from '../../dev-site/seed/facts.ts'
import { siteDir } from '../../dev-site/siteDir.ts'
import { listViolations, openBrowser, openPage } from '../helpers/openBrowser.ts'
import { waitFor } from '../helpers/waitFor.ts'

let acme: Acme
let browser: Browser

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(acme.url + path, { headers, redirect: 'manual' })
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, text: bytes.toString(), bytes, headers: response.headers }
}
const findStaged = async (collection: string, field: string, value: string) => {
  const { docs } = await acme.payload.find({
    collection: collection as 'pages',
    where: { [field]: { equals: value } },
    depth: 0,
    limit: 1,
  })
  return docs[0] as unknown as { id: number } & Record<string, unknown>
}
/** Editors' access to the API, by role. */
const editorOf = (email: string = users.editor) => signIn(acme.url, email, password)
const promoteEverything = async () => {
  const editor = await editorOf()
  const plan = await editor.computePlan()
  const { id } = await editor.promote(plan.id, 'test')
  return editor.waitForEnd(id, () => undefined)
}

beforeAll(async () => {
  await buildSite()
  acme = await startAcme({ servers: 2, gateVars: { MEMO_MS: '1000', MAINT_MEMO_MS: '200' } })
  await seedAcme(acme.payload)
  browser = await openBrowser()
}, 420_000)

afterAll(async () => {
  await browser?.close()
  await acme?.stop()
})

describe("the site's own server (7.C.27)", () => {
  it('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address && !address.internal && !address.address.startsWith('fe80'))
    expect(outside.length).toBeGreaterThan(0)
    for (const { address } of outside as { address: string }[]) {
      const socket = connect({ host: address, port: Number(new URL(acme.origin).port) })
      const [outcome] = await Promise.race([once(socket, 'connect').then(() => ['connected']), once(socket, 'error')])
      socket.destroy()
      expect(outcome, address).toMatchObject({ code: 'ECONNREFUSED' })
    }
  })

  it('takes a token behind a tab for a token, as Payload does, and keeps the page out of caches', async () => {
    const cacheControl = async (cookie: string) => {
      const response = await fetch(acme.origin, { headers: { cookie } })
      await response.arrayBuffer()
      return response.headers.get('cache-control')
    }
    expect(await cacheControl('theme=dark;\tpayload-token=made-up')).toBe('private, no-store')
    expect(await cacheControl('theme=dark;\tlanguage=en')).toContain('public')
  })
})

describe('before the redesign goes live, the public can’t see it', () => {
  const everywhere = [
    '/',
    '/de',
    '/products',
    '/posts',
    `/${created.page.slug}`,
    `/${renamedPage.newSlug.en}`,
    '/robots.txt',
    '/sitemap.xml',
  ]
  const staged = [
    homeHeading.redesign.en,
    homeHeading.redesign.de,
    created.product.title,
    created.post.title,
    draftOnly.page.title,
    newerDraft.post.draftTitle,
    design.redesign.accent,
  ]

  it('on its pages, with or without a preview cookie', async () => {
    for (const path of everywhere)
      for (const headers of [
        {},
        { cookie: '__promote_preview=1' },
        { cookie: '__promote_preview=1; payload-token=forged' },
      ] as Record<string, string>[]) {
        const { text } = await get(path, headers)
        for (const secret of staged) expect(text, `${path} ${JSON.stringify(headers)}`).not.toContain(secret)
      }
    expect((await get('/preview')).status).toBe(403)
  })

  it('in REST and GraphQL', async () => {
    const rest = [
      'pages',
      'posts',
      'products',
      'media',
      'popups',
      'forms',
      'objects',
      'orders',
      'users',
      'integrations',
      'redirects',
    ].map((slug) => `/api/${slug}?limit=100&depth=3`)
    for (const path of [
      ...rest,
      '/api/globals/design?draft=true',
      '/api/posts/versions',
      '/api/posts?draft=true&limit=100',
    ]) {
      const { text } = await get(path)
      for (const secret of staged) expect(text, path).not.toContain(secret)
    }
    const queries = [
      '{ Posts(limit: 100, draft: true) { docs { title } } }',
      '{ Pages(limit: 100) { docs { title layout { ... on Hero { heading } } } } }',
      '{ Products(limit: 100) { docs { title price } } }',
      '{ Design { colors { accent } } }',
      '{ versionsPosts(limit: 100) { docs { version { title } } } }',
      '{ Orders { docs { product { title } } } }',
      '{ Users { docs { avatar { filename } } } }',
      '{ __schema { queryType { name } } }',
    ]
    for (const query of queries) {
      const response = await fetch(`${acme.url}/api/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      })
      const text = await response.text()
      for (const secret of [...staged, String(prices['house-blend'].redesign)])
        expect(text, query).not.toContain(secret)
    }
  })

  it('in media files', async () => {
    expect((await get(`/api/media/file/${created.media}`)).status).toBeGreaterThanOrEqual(400)
    const { docs } = await acme.payload.find({
      collection: 'media',
      where: { filename: { equals: replacedFiles.sameName } },
      depth: 0,
    })
    const shown = await get(`/api/media/file/${replacedFiles.sameName}`)
    expect(shown.status).toBe(200)
    expect(shown.bytes.length).not.toBe(docs[0]!.filesize)
  })

  it('in the edge cache, after an editor has looked at the preview', async () => {
    const { call } = await editorOf()
    const { token } = await call<{ token: string }>('POST', '/users/login', { email: users.editor, password })
    const cookie = `payload-token=${token}; __promote_preview=1`
    const preview = await get('/', { cookie })
    expect(preview.text).toContain(homeHeading.redesign.en)
    expect(preview.text).toContain('data-environment="staging"')
    expect(preview.headers.get('cache-control')).toContain('no-store')
    for (let n = 0; n < 3; n++) expect((await get('/')).text).toContain(homeHeading.old.en)
  })
})

describe('an editor takes the redesign live in the browser', () => {
  let rowsBefore: Awaited<ReturnType<typeof readUntouchableRows>>
  let stockBefore: Map<number, number>
  let seen: Seen
  let promotion: Promotion
  let oldFile: Buffer

  beforeAll(async () => {
    oldFile = (await get(`/api/media/file/${replacedFiles.sameName}`)).bytes
    const form = await findStaged('forms', 'title', 'Contact')
    const product = await findStaged('products', 'slug', 'house-blend')
    rowsBefore = await readUntouchableRows(acme.payload, promotedSlugs)
    stockBefore = await readStock(acme.payload)

    const page = await openPage(browser, { viewport: { width: 1600, height: 1000 } })
    page.setDefaultTimeout(120_000)
    const visitors = startVisitors({
      everyMs: { page: 60, form: 300, order: 1000 },
      url: acme.url,
      paths: ['/', '/products', '/posts', '/de', `/posts/${newerDraft.post.slug}`],
      form: form.id,
      product: product.id,
    })
    try {
      // S1: Site → Migration in the sidebar.
      await page.goto(`${acme.url}/admin`)
      await page.getByLabel('Email').fill(users.editor)
      await page.locator('#field-password').fill(password)
      await page.getByRole('button', { name: 'Login' }).click()
      await page.getByRole('link', { name: 'Migration' }).click()
      await page.waitForURL('**/admin/migration')
      // S2: what changes, down to the fields.
      await page.getByRole('heading', { name: 'Changes', exact: true }).waitFor()
      await page.getByRole('button', { name: newerDraft.post.publishedTitle }).click()
      const drawer = page.getByRole('dialog')
      await drawer.getByText(newerDraft.post.publishedTitle).first().waitFor()
      expect(await drawer.textContent()).not.toContain(newerDraft.post.draftTitle)
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'hidden' })
      expect(await listViolations(page, '.migration')).toEqual([])
      // S3: a snapshot first. S4: one click and a confirmation.
      expect(await page.getByRole('checkbox', { name: /snapshot/i }).isChecked()).toBe(true)
      await page.locator('#field-migration-snapshot-label').fill('Before the redesign')
      await page.locator('#migration-promote-button').click()
      await page.getByRole('dialog').getByText('Take staging live?').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Promote' }).click()
      await page.getByRole('heading', { name: 'Staging is live' }).waitFor({ timeout: 60_000 })
    } catch (error) {
      await page.screenshot({ path: '.tmp/browser-failure.png', fullPage: true })
      throw error
    } finally {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      seen = await visitors.stop()
      await page.context().close()
    }
    const { docs } = await (await editorOf()).call<{ docs: Promotion[] }>('GET', '/promote/promotions?limit=1')
    promotion = docs[0]!
  }, 400_000)

  it('S1: Site → Migration → Promote, from the sidebar', () => {
    expect(promotion).toMatchObject({ status: 'succeeded', createdBy: users.editor, warnings: [] })
  })

  it('S2: what changes was shown before, field by field, and nothing else changed', async () => {
    const plan = await (await editorOf()).computePlan()
    expect(plan.total).toBe(0)
    expect(await listUnequalDocuments(acme.payload)).toEqual([])
  })

  it('S3: a snapshot of production was taken first, with its label', async () => {
    const { docs } = await (await editorOf()).call<{ docs: { id: string; label: string; documents: number }[] }>(
      'GET',
      '/promote/snapshots',
    )
    expect(docs[0]).toMatchObject({ id: promotion.snapshotId, label: 'Before the redesign' })
    expect(docs[0]!.documents).toBeGreaterThan(40)
  })

  it('S4: one action, all or nothing, in one new generation', async () => {
    expect(promotion.generation).toBe(2)
    const generations = new Set(seen.sights.map((sight) => sight.generation).filter((g) => g !== undefined))
    expect([...generations].sort()).toEqual([1, 2])
  })

  it('S5: visitors saw the maintenance page for a moment, then the new site, and never an old page after it', () => {
    const { windowMs, visitor } = judgeSights(seen.sights, 2)
    expect(visitor).toMatchObject({ oldAfterOpen: 0, errors: 0 })
    expect(visitor.maintenance).toBeGreaterThan(0)
    expect(windowMs).toBeGreaterThan(0)
    expect(promotion.windowMs).toBeGreaterThan(0)
  })

  it('S6: every page and post in its published state', async () => {
    for (const [path, text] of [
      ['/', homeHeading.redesign.en],
      ['/de', homeHeading.redesign.de],
      [`/${created.page.slug}`, created.page.title],
      [`/posts/${created.post.slug}`, created.post.title],
      [`/posts/${newerDraft.post.slug}`, newerDraft.post.publishedTitle],
    ] as const)
      expect(await get(path), path).toMatchObject({ status: 200, text: expect.stringContaining(text) })
    for (const path of [
      `/${deleted.page.slug}`,
      `/posts/${deleted.post.slug}`,
      `/products/${deleted.product.slug}`,
      `/${unpublished.page.slug}`,
      `/posts/${unpublished.post.slug}`,
      `/${draftOnly.page.slug}`,
      `/posts/${draftOnly.post.slug}`,
      '/_next/static/anything',
    ])
      expect((await get(path)).status, path).toBe(404)
    for (const { title, newSlug } of swappedPosts) expect((await get(`/posts/${newSlug}`)).text).toContain(title)
    for (const path of ['/', '/posts', '/sitemap.xml', '/api/posts?limit=100', '/api/pages?limit=100']) {
      const { text } = await get(path)
      for (const draft of [
        draftOnly.page.title,
        draftOnly.post.title,
        newerDraft.post.draftTitle,
        newerDraft.page.draftTitle,
      ])
        expect(text, path).not.toContain(draft)
    }
  })

  it('S7: the visual design: tokens, custom CSS, component overrides', async () => {
    const { text } = await get('/')
    expect(text).toContain(`data-button="${design.redesign.button}"`)
    expect(text).toContain(design.redesign.css)
    expect(text).not.toContain(design.old.accent)
  })

  it('S8: object types and the objects', async () => {
    const types = JSON.parse((await get('/api/object-types?limit=100')).text) as { docs: { slug: string }[] }
    expect(types.docs.map((type) => type.slug)).toContain(created.objectType)
    const objects = (await get('/api/objects?limit=100')).text
    expect(objects).toContain(created.object)
    expect(objects).not.toContain(deleted.object)
  })

  it('S9: forms, popups, destinations of integrations', async () => {
    expect((await get('/api/forms?limit=100')).text).toContain(created.form)
    const popups = (await get('/api/popups?limit=100')).text
    expect(popups).toContain(created.popup)
    expect(popups).not.toContain(unpublished.popup)
    const editor = await editorOf()
    const { docs } = await editor.call<{ docs: { name: string }[] }>(
      'GET',
      '/integrations?environment=production&limit=100',
    )
    expect(docs.map((doc) => doc.name)).toContain(created.integration)
  })

  it('S10: settings: SEO, redirects, robots.txt, consent', async () => {
    const robots = (await get('/robots.txt')).text
    expect(robots).toContain(robotsLine.redesign)
    expect(robots).not.toContain(robotsLine.old)
    for (const [from, to] of Object.entries(renamedPage.redirects)) {
      const { status, headers } = await get(from)
      expect([status, new URL(headers.get('location') ?? '', acme.url).pathname]).toEqual([308, to])
    }
    expect((await get(`/${renamedPage.newSlug.en}`)).status).toBe(200)
  })

  it('S11: the media library, every file, and no page mixes old and new', async () => {
    const { docs } = JSON.parse((await get('/api/media?limit=100&depth=0')).text) as {
      docs: {
        url: string
        filename: string
        filesize: number
        sizes?: Record<string, { url: string | null; filesize: number }>
      }[]
    }
    expect(docs.length).toBeGreaterThan(10)
    for (const doc of docs)
      for (const file of [doc, ...Object.values(doc.sizes ?? {})]) {
        if (!file.url) continue
        const { status, bytes } = await get(file.url)
        expect([file.url, status, bytes.length]).toEqual([file.url, 200, file.filesize])
      }
    expect(docs.map((doc) => doc.filename)).not.toContain(deleted.media)
    const now = (await get(`/api/media/file/${replacedFiles.sameName}`)).bytes
    expect(now.equals(oldFile)).toBe(false)
    const page = await openPage(browser)
    await page.goto(acme.url, { waitUntil: 'networkidle' })
    expect(await page.locator('h1').textContent()).toContain(homeHeading.redesign.en)
    const broken = await page.evaluate(() =>
      [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src),
    )
    expect(broken).toEqual([])
    await page.context().close()
    const html = (await get('/')).text
    for (const url of html.match(/\/api\/media\/file\/[^"' )\\]+/g) ?? []) {
      const { status, headers } = await get(url.replaceAll('&amp;', '&'))
      expect([url, status, headers.get('cache-control')]).toEqual([url, 200, expect.stringContaining('immutable')])
    }
  })

  it('S12: submissions, orders, analytics, users and domains are untouched, no post is lost, stock is production’s', async () => {
    expect(listTouchedRows(rowsBefore, await readUntouchableRows(acme.payload, promotedSlugs))).toEqual([])
    const stored = await countStored(
      acme.payload,
      [...seen.forms, ...seen.orders].map((p) => p.marker),
    )
    expect(stored).toEqual({ forms: seen.forms.length, orders: seen.orders.length })
    const sold = await findStaged('products', 'slug', 'house-blend')
    const stockAfter = await readStock(acme.payload)
    for (const [id, stock] of stockBefore)
      if (stockAfter.has(id)) expect(stockAfter.get(id)).toBe(stock - (id === sold.id ? stored.orders : 0))
    expect((await get('/products/house-blend')).text).toContain(
      String(prices['house-blend'].redesign).replace('.', '.'),
    )
  })
})

describe('what Next keeps (6.2)', () => {
  /** Kept by Next as a whole; the name in its header is kept apart from it, as it is for pages that are rendered each time. */
  const keptPath = `/posts/${newerDraft.post.slug}`
  const publish = async (name: string) => {
    const post = await findStaged('posts', 'slug', newerDraft.post.slug)
    const data = { title: `The post of ${name}`, _status: 'published' }
    await acme.payload.update({ collection: 'posts', id: post.id, locale: 'en', data: data as never })
    await acme.payload.updateGlobal({ slug: 'header', locale: 'en', data: { siteName: `Acme ${name}` } as never })
  }
  const fillCaches = async () => {
    for (const origin of acme.origins)
      for (const path of [keptPath, keptPath, '/']) await (await fetch(origin + path)).text()
    for (const path of [keptPath, '/']) await get(path)
  }
  const look = async (origin: string, path: string) => {
    const response = await fetch(origin + path)
    return { cache: response.headers.get('x-nextjs-cache'), html: await response.text() }
  }
  /** The first page and the kept one, through the Worker and on every server of the site. */
  const expectEverywhere = async (name: string) => {
    for (const origin of [acme.url, ...acme.origins]) {
      const { html } = await look(origin, keptPath)
      expect(html, origin).toContain(`The post of ${name}`)
      expect(html, origin).toContain(`Acme ${name}`)
      expect((await look(origin, '/')).html, origin).toContain(`Acme ${name}`)
    }
  }
  const payloadCommand = async (...args: string[]) => {
    const bin = path.resolve(siteDir, '../node_modules/payload/bin.js')
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=production', bin, 'promote', ...args],
      {
        cwd: siteDir,
        env: { ...process.env, ...acme.env, NODE_ENV: 'production' },
      },
    )
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Promotion
  }

  it('is kept, whole pages and parts of them, and staging is previewed all the same', async () => {
    await fillCaches()
    for (const origin of acme.origins) expect(await look(origin, keptPath)).toMatchObject({ cache: 'HIT' })
    await publish('nobody yet')
    for (const origin of [acme.url, ...acme.origins])
      for (const path of [keptPath, '/']) expect((await look(origin, path)).html).not.toContain('nobody yet')
    const { call } = await editorOf()
    const { token } = await call<{ token: string }>('POST', '/users/login', { email: users.editor, password })
    const preview = await get(keptPath, { cookie: `payload-token=${token}; __promote_preview=1` })
    expect(preview.text).toContain('The post of nobody yet')
    expect(preview.text).toContain('Acme nobody yet')
    expect((await get(keptPath)).text).not.toContain('nobody yet')
  })

  it('is forgotten by every server before the site reopens, after a promotion over HTTP', async () => {
    await publish('HTTP')
    await fillCaches()
    expect(await promoteEverything()).toMatchObject({ status: 'succeeded', warnings: [] })
    await expectEverywhere('HTTP')
  })

  it('is forgotten by every server after a promotion from the command line', async () => {
    await publish('the command line')
    await fillCaches()
    expect(await payloadCommand('run', '--json')).toMatchObject({ status: 'succeeded', warnings: [] })
    await expectEverywhere('the command line')
  })

  it('is forgotten by a server that was down when the site is told again, in the browser or anywhere', async () => {
    await publish('two servers')
    await fillCaches()
    await acme.killServer(1)
    const down = `${acme.origins[1]} may show old pages: `
    expect(await promoteEverything()).toMatchObject({
      status: 'succeeded',
      warnings: [expect.stringContaining(down)],
    })

    const page = await openPage(browser, { viewport: { width: 1600, height: 1000 } })
    page.setDefaultTimeout(60_000)
    await page.goto(`${acme.url}/admin/login`)
    await page.getByLabel('Email').fill(users.editor)
    await page.locator('#field-password').fill(password)
    await page.getByRole('button', { name: 'Login' }).click()
    await page.getByRole('link', { name: 'Migration' }).click()
    await page.getByText(down).waitFor()
    // A server that starts has the site refreshed by itself; the view that is open says so once it is asked.
    await acme.startServer(1)
    await page.getByRole('button', { name: 'Refresh the site again' }).click()
    await page.getByText('The site was refreshed.').waitFor()
    await page.getByText(down).waitFor({ state: 'detached' })
    expect(await listViolations(page, '.migration')).toEqual([])
    await page.context().close()

    await expectEverywhere('two servers')
    expect(await payloadCommand('refresh-site', '--json')).toMatchObject({ warnings: [] })
  })
})

describe('a server that dies', () => {
  const publishHome = async (title: string) => {
    const { id } = await findStaged('pages', 'slug', 'home')
    await acme.payload.update({ collection: 'pages', id, locale: 'en', data: { title, _status: 'published' } as never })
  }
  const isLive = async () => {
    const { phase } = await acme.gate.state()
    return phase === 'live' ? true : undefined
  }

  it('mid-swap leaves production as it was, and the site reopens by itself', async () => {
    await publishHome('Never to be seen')
    const editor = await editorOf()
    const plan: Plan = await editor.computePlan()
    const { id } = await editor.promote(plan.id, 'before the crash')
    await waitFor('the gate to be armed or closed', async () =>
      (await acme.gate.state()).phase === 'live' ? undefined : true,
    )
    await acme.killServer()
    await waitFor('the gate to open by itself', isLive, 90_000)
    await acme.startServer()
    const home = await get('/')
    expect(home.status).toBe(200)
    expect(home.text).not.toContain('Never to be seen')
    expect(home.text).toContain('data-generation="5"')
    const after = await editorOf()
    const promotion = await waitFor('recovery to write down what happened', async () => {
      const answer = await after.call<{ promotion: Promotion }>('GET', `/promote/promotions/${id}`)
      return answer.promotion.status === 'running' ? undefined : answer.promotion
    })
    expect(promotion).toMatchObject({ status: 'failed', error: { code: 'INTERRUPTED' } })
    expect(promotion.generation).toBeUndefined()
  }, 200_000)

  it('is no obstacle to the next promotion', async () => {
    expect(await promoteEverything()).toMatchObject({ status: 'succeeded', generation: 6 })
    expect((await get('/')).text).toContain('data-generation="6"')
  })
})
