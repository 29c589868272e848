import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { waitFor } from '../helpers/waitFor.ts'
import { type RunningGate, startGate } from '../helpers/worker.ts'
import { ask } from './ask.ts'
import { type Origin, sendPage, startOrigin } from './origin.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let origin: Origin
let gate: RunningGate
let closed: RunningGate

beforeAll(async () => {
  origin = await startOrigin((_, response) => sendPage(response, 'from the origin'))
  const vars = {
    MEMO_MS: '100',
    MAINT_MEMO_MS: '50',
    HOLD_MS: '50',
    AUTHORITY_TIMEOUT_MS: '10000',
    PASS_PATHS: '/health /hooks/',
    AUTH_PATHS: '/api/users/ /api/customers/login',
  }
  gate = await startGate({ origin: origin.url, vars })
  closed = await startGate({ origin: origin.url, vars })
  await closed.control({ op: 'begin', promotion: 'p', leaseMs: 110_000 })
  await waitFor('the gate is closed', async () => (await ask(closed.url)).status === 503)
})

afterAll(async () => {
  await gate?.dispose()
  await closed?.dispose()
  await origin?.stop()
})

beforeEach(() => {
  origin.answer = ({ url }, response) => {
    const type = /^\/(_next|\.well-known|favicon|robots)/.test(url) ? 'text/plain' : 'text/html'
    sendPage(response, 'from the origin', { 'content-type': type })
  }
  origin.asked.length = 0
})

describe('while the gate is closed', () => {
  const token = { cookie: 'payload-token=x' }
  const passing: [string, string, Record<string, string>][] = [
    ['GET', '/admin', {}],
    ['GET', '/admin/collections/pages/1?depth=1', {}],
    ['POST', '/admin/collections/pages', { 'next-action': 'x' }],
    ['POST', '/api/promote', {}],
    ['GET', '/api/promote/promotions/1', {}],
    ['POST', '/api/users/login', {}],
    ['POST', '/api/users/logout', {}],
    ['GET', '/api/users/me', {}],
    ['POST', '/api/customers/login', {}],
    ['PATCH', '/api/pages/1', token],
    ['GET', '/api/pages', { authorization: 'users API-Key x' }],
    ['GET', '/_next/static/chunks/a.js', {}],
    ['GET', '/.well-known/security.txt', {}],
    ['GET', '/favicon.ico', {}],
    ['GET', '/robots.txt', {}],
    ['GET', '/health', {}],
    ['POST', '/hooks/stripe', {}],
  ]
  it.each(passing)('%s %s passes, uncached', async (method, path, headers) => {
    for (let count = 1; count <= 2; count++) {
      const answer = await ask(closed.url + path, { method, headers })
      expect(answer).toMatchObject({ status: 200, body: 'from the origin' })
      expect(answer.headers['x-edge-gate']).toBe('pass')
      expect(answer.headers['x-edge-cache']).toBe('bypass')
      expect(origin.asked).toHaveLength(count)
    }
    expect(origin.asked[0]).toMatchObject({ method, url: path })
  })

  it.each([
    ['/_next/static/anything', 'text/html; charset=utf-8'],
    ['/_next/static/anything', 'text/x-component'],
    ['/.well-known/anything', 'text/html'],
    ['/robots.txt', 'text/html'],
  ])('%s stays out when the site answers it with %s, a page (7.26)', async (path, type) => {
    origin.answer = (_, response) => void response.writeHead(200, { 'content-type': type }).end('the home page')
    const answer = await ask(closed.url + path, { headers: { accept: 'text/html' } })
    expect(answer.status).toBe(503)
    expect(answer.body).not.toContain('home page')
    expect((await ask(gate.url + path)).status).toBe(200)
  })

  const staying: [string, string, Record<string, string>][] = [
    ['GET', '/about', token],
    ['GET', '/about', { cookie: '__promote_preview=x' }],
    ['GET', '/about', { cookie: '__promote_preview=x; payload-token=y' }],
    ['GET', '/about', { cookie: '__prerender_bypass=x' }],
    ['GET', '/about', { authorization: 'x' }],
    ['GET', '/administrators', {}],
    ['GET', '/admin%2f..%2fabout', {}],
    ['GET', '/admin/../about', {}],
    ['GET', '/admin/%2e%2e/about', {}],
    ['GET', '/admin/..%2fabout', {}],
    ['GET', '/admin/..%5cabout', {}],
    ['GET', '/admin%5C..%5Cabout', {}],
    ['GET', '/admin/%252e%252e%252fabout', {}],
    ['GET', '/admin/..%25252fabout', {}],
    ['GET', '/_next/static/..%2f..%2fabout', {}],
    ['GET', '/_next/static/%5c..%5c..%5cabout', {}],
    ['GET', '/.well-known/..%2Fabout', {}],
    ['POST', '/api/users/..%2fform-submissions', {}],
    ['GET', '/api/promote/..%2fpages', {}],
    ['GET', '/hooks/..%2fabout', {}],
    ['GET', '/x/..%2f_next/static/a.js', {}],
    ['POST', '/_next/static/chunks/a.js', {}],
    ['GET', '/x/admin', {}],
    ['GET', '//admin', {}],
    ['GET', '/ADMIN', {}],
    ['GET', '/api/promotexyz', {}],
    ['GET', '/api/users', {}],
    ['POST', '/api/customers/login/x', {}],
    ['GET', '/api/pages', {}],
    ['GET', '/healthy', {}],
    ['GET', '/_next/image?url=x', {}],
    ['GET', '/about?x=/admin/', {}],
    ['GET', '/sitemap.xml', {}],
  ]
  it.each(staying)('%s %s stays out', async (method, path, headers) => {
    expect((await ask(closed.url, { path, method, headers })).status).toBe(503)
    expect(origin.asked).toEqual([])
  })
})

describe('what the origin is asked', () => {
  it('is the same address, under the visitor’s host', async () => {
    const path = '/a%20b/%C3%BC?q=1&q=%2F'
    await ask(gate.url, { path, headers: { host: 'www.example.com', 'x-forwarded-host': 'evil.example' } })
    expect(origin.asked[0]?.url).toBe(path)
    expect(origin.asked[0]?.headers).toMatchObject({
      host: new URL(origin.url).host,
      'x-forwarded-host': 'www.example.com',
      'x-forwarded-proto': 'http',
    })
  })

  it('is never another host, whatever the path looks like', async () => {
    for (const path of ['//evil.example/x', '///evil.example', '/\\evil.example']) {
      expect((await ask(gate.url, { path })).status).toBe(200)
    }
    expect(origin.asked).toHaveLength(3)
  })

  it('carries none of the headers by which a visitor could change what others get', async () => {
    const names = [
      'x-middleware-prefetch',
      'x-middleware-subrequest',
      'x-forwarded-prefix',
      'x-original-url',
      'x-rewrite-url',
    ]
    await ask(`${gate.url}/spoof`, { headers: Object.fromEntries(names.map((name) => [name, '1'])) })
    for (const name of names) expect(origin.asked[0]?.headers, name).not.toHaveProperty(name)
  })

  it('leads to the one address that Next.js names twice (6.B.9)', async () => {
    origin.answer = (_, response) => void response.setHeader('location', ['/about', '/about']).writeHead(307).end()
    const { headers } = await fetch(`${gate.url}/doubled`, { redirect: 'manual' })
    expect(headers.get('location')).toBe('/about')
  })

  it('is answered with its redirects and cookies as they are', async () => {
    origin.answer = (_, response) =>
      void response.writeHead(307, { location: '/elsewhere', 'set-cookie': ['a=1', 'b=2'] }).end()
    const response = await fetch(`${gate.url}/redirect`, { redirect: 'manual' })
    expect(response.status).toBe(307)
    expect(response.headers.get('location')).toBe('/elsewhere')
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('is answered with its own failure, never cached', async () => {
    origin.answer = (_, response) => void response.writeHead(500, { 'cache-control': 's-maxage=60' }).end('broken')
    for (let count = 1; count <= 2; count++) {
      expect(await ask(`${gate.url}/broken`)).toMatchObject({ status: 500, body: 'broken' })
      expect(origin.asked).toHaveLength(count)
    }
  })
})

it('opens websockets through an open gate', async () => {
  // `ask` resolves with 101 only if the origin's upgrade came through.
  const server = createServer().on('upgrade', (request, socket) => {
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64')
    const lines = [
      'HTTP/1.1 101 Switching Protocols',
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Accept: ${accept}`,
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const sockets = await startGate({ origin: `http://127.0.0.1:${port}` })
  try {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-version': '13',
    }
    expect((await ask(`${sockets.url}/_next/webpack-hmr`, { headers })).status).toBe(101)
  } finally {
    await sockets.dispose()
    server.closeAllConnections()
    server.close()
  }
})
