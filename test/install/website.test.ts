/** The shape that most sites have, the whole way: cached pages and images through the Worker, before and after promotions. */
import type { Plan, Promotion } from 'payload-promote'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../helpers/openBrowser.ts'
import { waitFor } from '../helpers/waitFor.ts'
import { previewSecret, startWebsite, type Website } from './startWebsite.ts'

// npm, Payload's command line and a Next build: minutes, not seconds.
const minutes = 60_000

/** What each page says at a state of the content, and whether the Worker may keep it. */
const pages = [
  { path: '/', says: 'Home', isKept: true },
  { path: '/', says: 'Form', isKept: true },
  { path: '/about', says: 'About', isKept: true },
  { path: '/posts', says: 'First post', isKept: true },
  { path: '/posts/first', says: 'First post', isKept: true },
  { path: '/search?q=first', says: 'First post', isKept: false },
]

let website: Website
let token: string

beforeAll(async () => {
  website = await startWebsite()
  const answer = await call('POST', '/users/login', { email: 'editor@example.com', password: 'editor-password' })
  token = answer.token
}, 10 * minutes)
afterAll(() => website?.stop())

const call = async (method: string, route: string, body?: unknown) => {
  const isForm = body instanceof FormData
  const response = await fetch(`${website.gate.url}/api${route}`, {
    method,
    headers: {
      ...(isForm ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `JWT ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

const visit = async (path: string, cookie = '') => {
  const response = await fetch(`${website.gate.url}${path}`, { headers: { cookie }, redirect: 'manual' })
  const { status, headers } = response
  // React sets comments between pieces of text.
  return { status, headers, text: (await response.text()).replaceAll('<!-- -->', '') }
}

/** The colours of a page's images, each as small as the optimizer makes it and as large. Fails where one doesn't load. */
const listColours = async (html: string, cookie = '') => {
  const sources = [...html.matchAll(/srcSet="([^"]+)"/g)].flatMap(([, set]) => (set ?? '').split(', '))
  const urls = new Set(sources.map((source) => source.split(' ')[0]!.replaceAll('&amp;', '&')))
  expect(urls.size).toBeGreaterThan(0)
  const colours = await Promise.all([...urls].map((url) => readColour(url, cookie)))
  return [...new Set(colours)]
}

const readColour = async (url: string, cookie: string) => {
  const response = await fetch(`${website.gate.url}${url}`, { headers: { cookie } })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  const { data } = await sharp(Buffer.from(await response.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true })
  const [red = 0, green = 0, blue = 0] = data
  return red > 200 ? 'red' : green > 100 ? 'green' : blue > 200 ? 'blue' : `${red} ${green} ${blue}`
}

/** Publishes a new state of everything on staging: titles end with `word`, the image gets another colour. */
const publish = async (word: string, colour: string) => {
  const one = async (collection: string, where: string) => (await call('GET', `/${collection}?${where}`)).docs[0].id
  const home = await one('pages', 'where[slug][equals]=home')
  const about = await one('pages', 'where[slug][equals]=about')
  const first = await one('posts', 'where[slug][equals]=first')
  const _status = 'published'
  await call('PATCH', `/media/${await one('media', 'limit=1')}`, await createUpload(colour))
  await call('PATCH', `/pages/${home}`, { title: `Home ${word}`, _status })
  await call('PATCH', `/pages/${about}`, { title: `About ${word}`, _status })
  await call('PATCH', `/posts/${first}`, { title: `First post ${word}`, _status })
  await call('PATCH', `/forms/${await one('forms', 'limit=1')}`, { title: `Form ${word}` })
  await call('DELETE', `/pages/${await one('pages', 'where[slug][like]=new-')}`)
  await call('POST', '/pages', { title: `New ${word}`, slug: `new-${word}`, _status })
  await call('POST', '/globals/header', { items: [{ label: `Menu ${word}`, page: about }] })
  const reference = { relationTo: 'pages', value: about }
  await call('POST', '/redirects', { from: `/old-${word}`, to: { type: 'reference', reference } })
}

const createUpload = async (background: string) => {
  const image = await sharp({ create: { width: 80, height: 40, channels: 3, background } })
    .png()
    .toBuffer()
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(image)], { type: 'image/png' }), 'colour.png')
  return form
}

/** As the Worker's cache answers: an answer is kept once it has come whole, a moment after the visitor has it. */
const visitKept = (path: string) =>
  waitFor(`"${path}" from the cache`, async () => {
    const answer = await visit(path)
    return answer.headers.get('x-edge-cache') === 'hit' ? answer : undefined
  })

/** Every page, asked for twice, shows the content `word` with images of that colour, and nothing of `others`. */
const expectProduction = async (word: string, colour: string, others: string[]) => {
  const asked = await generation()
  for (const { path, says, isKept } of pages) {
    const answers = [await visit(path), isKept ? await visitKept(path) : await visit(path)]
    for (const { text, headers } of answers) {
      for (const sentence of [`Menu ${word}`, `${says} ${word}`]) expect(text, path).toContain(sentence)
      for (const other of others) expect(text, path).not.toMatch(new RegExp(`(Menu|${says}) ${other}\\b`))
      expect(headers.get('x-generation'), path).toBe(String(asked))
    }
    if (!isKept) expect(answers[1]?.headers.get('x-edge-cache'), path).toBe('bypass')
    if (isKept) expect(await listColours(answers[1]?.text ?? ''), path).toEqual([colour])
  }
  const { text } = await visit('/sitemap.xml')
  expect(text.match(/new-\w+/g)).toEqual([`new-${word}`])
  expect(await visit(`/new-${word}`)).toMatchObject({ status: 200 })
  for (const other of others) expect(await visit(`/new-${other}`), other).toMatchObject({ status: 404 })
}

const generation = async (): Promise<number> => {
  const { docs } = await call('GET', '/promote/promotions?limit=1')
  return docs[0]?.generation ?? 0
}

const promoteOverHTTP = async (): Promise<Promotion> => {
  const { plan }: { plan: Plan } = await call('POST', '/promote/plans', {})
  const { promotion } = await call('POST', '/promote', { planId: plan.id })
  return waitFor(`promotion ${promotion.id}`, async () => {
    const read = (await call('GET', `/promote/promotions/${promotion.id}`)).promotion as Promotion
    return read.status === 'running' ? undefined : read
  })
}

/** The cookies of an editor's browser that asked for a preview. */
const openPreview = async (path: string) => {
  const cookie = `payload-token=${token}`
  const query = new URLSearchParams({ path, previewSecret })
  const { status, headers } = await visit(`/next/preview?${query}`, cookie)
  expect(status).toBe(307)
  return [cookie, ...headers.getSetCookie().map((set) => set.split(';')[0])].join('; ')
}

describe("a site in the shape of Payload's website template, behind the Worker (6.B.9)", {
  timeout: 3 * minutes,
}, () => {
  it('shows after its first promotion what it showed before', async () => {
    await expectPageBefore()
    expect(await promoteOverHTTP()).toMatchObject({ status: 'succeeded', generation: 1, warnings: [] })
    await expectProduction('one', 'red', [])
  })

  const expectPageBefore = async () => {
    const { text, headers } = await visit('/')
    expect(text).toContain('Home one')
    expect(headers.get('x-generation')).toBe('0')
  }

  it('goes on showing it when an editor publishes, and remembers what is not there', async () => {
    await publish('two', 'green')
    await expectProduction('one', 'red', ['two'])
    expect(await visit('/old-two')).toMatchObject({ status: 404 })
  })

  it('shows staging in an editor’s preview, images included, and to nobody else', async () => {
    const cookie = await openPreview('/')
    for (const path of ['/', '/about', '/posts/first']) {
      const { text, headers } = await visit(path, cookie)
      expect(text, path).toContain('Menu two')
      expect(await listColours(text, cookie), path).toEqual(['green'])
      expect(headers.get('x-edge-cache'), path).toBe('bypass')
    }
    await expectProduction('one', 'red', ['two'])
  })

  it('shows the new content on the first page and on the cached one after a promotion over HTTP', async () => {
    expect(await promoteOverHTTP()).toMatchObject({ status: 'succeeded', generation: 2, warnings: [] })
    await expectProduction('two', 'green', ['one'])
    expect((await visit('/old-two')).headers.get('location')).toBe('/about')
  })

  it('shows the new content on the first page and on the cached one after a promotion from the command line', async () => {
    await publish('three', 'blue')
    await website.project.run('payload', ['promote', 'run'], website.commandEnv)
    await expectProduction('three', 'blue', ['one', 'two'])
  })

  it('shows the new content from a server that starts after a promotion that it was not told of', async () => {
    await publish('four', 'red')
    await website.server.stop()
    await website.project.run('payload', ['promote', 'run'], website.commandEnv)
    await website.server.start()
    await waitFor('the server has forgotten what it had', async () =>
      (await visit('/about')).text.includes('About four') ? true : undefined,
    )
    await expectProduction('four', 'red', ['one', 'two', 'three'])
  })

  it('refreshes a live preview with each change, in a real browser whose images all load', async () => {
    const browser: Browser = await openBrowser()
    try {
      const page = await browser.newPage()
      const isLoaded = () => page.waitForFunction(() => [...document.images].every((image) => image.naturalWidth > 0))
      await page.goto(website.gate.url)
      await isLoaded()
      const cookies = (await openPreview('/')).split('; ').map((pair) => pair.split('=', 2) as [string, string])
      await page.context().addCookies(cookies.map(([name, value]) => ({ name, value, url: website.gate.url })))
      await page.goto(website.gate.url)
      const { docs } = await call('GET', '/pages?where[slug][equals]=home')
      await call('PATCH', `/pages/${docs[0].id}?draft=true`, { title: 'Home draft', _status: 'draft' })
      await page.evaluate(() => window.postMessage({ type: 'payload-document-event' }, window.location.origin))
      await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Home draft')
      await isLoaded()
    } finally {
      await browser.close()
    }
    expect((await visit('/')).text).toContain('Home four')
  })

  it('takes what visitors send for the form that is live', async () => {
    const { docs } = await call('GET', '/forms?limit=1&environment=production')
    const { doc } = await call('POST', '/form-submissions', {
      form: docs[0].id,
      submissionData: [{ field: 'name', value: 'Ada' }],
    })
    expect(doc.form.title).toBe('Form four')
  })
})
