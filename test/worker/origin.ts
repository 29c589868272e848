/** A site's own server, as far as the gate can tell: it keeps what it was asked and answers what the test says. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Asked = {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
  at: number
}

export type Origin = {
  url: string
  /** Every request that arrived in full, in order. */
  asked: Asked[]
  /** What it answers from now on. */
  answer: (asked: Asked, response: ServerResponse) => void | Promise<void>
  stop(): Promise<void>
}

/** Starts a server that answers every request with `200 hello`. */
export const startOrigin = async (
  answer: Origin['answer'] = (_, response) => void response.end('hello'),
): Promise<Origin> => {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one: Asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      at: Date.now(),
    }
    asked.push(one)
    await origin.answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin: Origin = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return origin
}

/** A page that says it may be shared, as Next.js' static pages do. */
export const sendPage = (
  response: ServerResponse,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 's-maxage=3600, stale-while-revalidate=31532400',
    ...headers,
  })
  response.end(body)
}
