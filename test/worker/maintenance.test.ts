import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { ask } from './ask.ts'
import { type Origin, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

let origin: Origin
let gate: RunningGate

beforeAll(async () => {
  origin = await startOrigin()
  gate = await startGate({
    origin: origin.url,
    vars: {
      MEMO_MS: '100',
      MAINT_MEMO_MS: '50',
      HOLD_MS: '50',
      AUTHORITY_TIMEOUT_MS: '10000',
      SITE_NAME: `Tea & it's <script>alert("over")</script>`,
    },
  })
  await gate.control({ op: 'begin', promotion: 'p', leaseMs: 110_000 })
  await waitFor('the gate is closed', async () => (await ask(gate.url)).status === 503)
  origin.asked.length = 0
})

afterAll(async () => {
  await gate?.dispose()
  await origin?.stop()
})

const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-version': '13',
}

describe('the answer of a closed gate', () => {
  const page = 'text/html; charset=utf-8'
  const problem = 'application/problem+json'
  const matrix: [string, string, string, Record<string, string>, string | undefined][] = [
    ['a browser’s navigation', 'GET', '/about', { ...HTML, 'sec-fetch-dest': 'document' }, page],
    ['a navigation to a file', 'GET', '/menu.pdf', { ...HTML, 'sec-fetch-dest': 'document' }, page],
    ['an embedded page', 'GET', '/about', { ...HTML, 'sec-fetch-dest': 'iframe' }, page],
    ['a client that takes anything', 'GET', '/about', { accept: '*/*' }, page],
    ['a client that says nothing', 'GET', '/', {}, page],
    ['a sitemap’s reader', 'GET', '/sitemap.xml', {}, page],
    ['flight data', 'GET', '/about?_rsc=1', { rsc: '1', accept: '*/*', 'sec-fetch-dest': 'empty' }, page],
    ['a form', 'POST', '/contact', { ...HTML, 'sec-fetch-dest': 'document' }, page],
    ['a JSON client', 'GET', '/data', { accept: 'application/json' }, problem],
    ['an API client', 'GET', '/api/pages', { accept: '*/*' }, problem],
    ['a page’s own fetch', 'GET', '/data', { accept: '*/*', 'sec-fetch-dest': 'empty' }, problem],
    ['a JSON post', 'POST', '/api/form-submissions', { accept: 'application/json' }, problem],
    ['a preflight', 'OPTIONS', '/api/pages', { accept: '*/*' }, problem],
    [
      'a server action',
      'POST',
      '/about',
      { 'next-action': 'abc', accept: 'text/x-component' },
      'text/plain; charset=utf-8',
    ],
    ['an image', 'GET', '/hero', { accept: 'image/avif,*/*', 'sec-fetch-dest': 'image' }, undefined],
    ['a style sheet', 'GET', '/site.css', { accept: 'text/css', 'sec-fetch-dest': 'style' }, undefined],
    ['a script', 'GET', '/site', { accept: '*/*', 'sec-fetch-dest': 'script' }, undefined],
    ['a font', 'GET', '/font', { accept: '*/*', 'sec-fetch-dest': 'font' }, undefined],
    ['an image for an older browser', 'GET', '/hero.webp', { accept: '*/*' }, undefined],
    ['a websocket', 'GET', '/socket', UPGRADE, undefined],
  ]

  it.each(matrix)('to %s', async (_, method, path, headers, type) => {
    const answer = await ask(gate.url + path, { method, headers })
    expect(answer.status).toBe(503)
    expect(answer.headers['content-type']).toBe(type)
    expect(answer.headers['retry-after']).toBe('5')
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers.vary).toContain('Accept')
    expect(answer.headers['x-edge-gate']).toBe('closed')
    expect(answer.headers).not.toHaveProperty('set-cookie')
    expect(answer.headers).not.toHaveProperty('location')
    if (type === undefined) expect(answer.body).toBe('')
    if (type === page) expect(answer.body).toContain('<!doctype html>')
    if (type === problem) expect(JSON.parse(answer.body)).toMatchObject({ status: 503, retryAfterSeconds: 5 })
  })

  const readable = matrix.filter(([, method, , headers]) => method === 'GET' && !('upgrade' in headers))
  it.each(readable)('to HEAD of %s is the same without a body', async (_, __, path, headers) => {
    const get = await ask(gate.url + path, { headers })
    const head = await ask(gate.url + path, { method: 'HEAD', headers })
    expect(head.status).toBe(503)
    expect(head.body).toBe('')
    for (const name of ['content-type', 'retry-after', 'cache-control', 'vary', 'content-security-policy']) {
      expect(head.headers[name], name).toBe(get.headers[name])
    }
  })

  it('can be read by any page that calls the API', async () => {
    const { headers } = await ask(`${gate.url}/api/pages`, { headers: { accept: 'application/json' } })
    expect(headers['access-control-allow-origin']).toBe('*')
    expect(headers['access-control-expose-headers']).toBe('retry-after')
  })
})

describe('the maintenance page', () => {
  const getPage = async (path = '/about', headers: Record<string, string> = {}) =>
    ask(gate.url + path, { headers: { ...HTML, ...headers } })

  it('runs its own style and script and nothing else', async () => {
    const { headers, body } = await getPage()
    const policy = headers['content-security-policy'] ?? ''
    for (const [directive, element] of [
      ['style-src', 'style'],
      ['script-src', 'script'],
    ] as const) {
      const texts = [...body.matchAll(new RegExp(`<${element}>(.*?)</${element}>`, 'gs'))].map(([, text]) => text ?? '')
      expect(texts).toHaveLength(1)
      const hash = createHash('sha256')
        .update(texts[0] ?? '')
        .digest('base64')
      expect(policy).toContain(`${directive} 'sha256-${hash}'`)
    }
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    expect(body).not.toMatch(/\s(style|on\w+)=/)
    expect(body).not.toMatch(/(src|href)=/)
  })

  it('shows the site’s name, and doesn’t take it for markup', async () => {
    const { body } = await getPage()
    expect(body).toContain('Tea &amp; it&#39;s &lt;script&gt;alert(&quot;over&quot;)&lt;/script&gt;')
    expect(body).not.toContain('<script>alert')
  })

  it('returns to the page that was asked for, without a script too', async () => {
    const { body } = await getPage()
    expect(body).toContain('data-reload="yes"')
    expect(body).toContain('location.reload()')
    expect(body).toContain('<noscript><meta http-equiv="refresh" content="15"></noscript>')
    expect(body).toContain('role="status" aria-live="polite"')
  })

  it.each([
    ['/de/kaffee', 'en', 'de'],
    ['/en/coffee', 'de', 'en'],
    ['/de-AT', 'en', 'de'],
    ['/design', 'en', 'en'],
    ['/', 'de-DE,de;q=0.9,en;q=0.8', 'de'],
    ['/', 'fr, en;q=0.4, de;q=0.5', 'de'],
    ['/', 'de;q=0, en', 'en'],
    ['/fr/cafe', 'de', 'de'],
    ['/', 'fr', 'en'],
    ['/', '', 'en'],
  ])('of %s for "%s" speaks %s', async (path, accepted, locale) => {
    const { headers, body } = await getPage(path, { 'accept-language': accepted })
    expect(headers['content-language']).toBe(locale)
    expect(body).toContain(`<html lang="${locale}"`)
    expect(body).toContain(locale === 'de' ? 'Wir sind gleich zurück' : 'We’ll be right back')
  })

  it('learns from the status route whether the site is back', async () => {
    const { status, headers, body } = await ask(`${gate.url}/__edge/status`)
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    expect(JSON.parse(body)).toEqual({
      open: false,
      certainty: expect.stringMatching(/fresh|stale/),
      epoch: 1,
      retryAfterSeconds: 5,
    })
  })
})

it('all of it without asking the origin once', () => {
  expect(origin.asked).toEqual([])
})
