import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Site } from './createSite.ts'

/** Puts a site on a port of this machine, any free one unless given. `before` may answer instead, or cut the connection, and says so by `true`. */
export const serveSite = async (
  site: Site,
  before: (...args: Parameters<RequestListener>) => boolean = () => false,
  port = 0,
) => {
  const server = createServer(async (incoming, outgoing) => {
    if (before(incoming, outgoing)) return
    const response = await site.request(`http://${incoming.headers.host}${incoming.url}`, await toInit(incoming))
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    Readable.fromWeb((response.body ?? new ReadableStream({ start: (body) => body.close() })) as never).pipe(outgoing)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const toInit = async (incoming: IncomingMessage): Promise<RequestInit> => {
  const { method = 'GET', headers } = incoming
  const body = await buffer(incoming)
  return {
    method,
    headers: headers as Record<string, string>,
    ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
  }
}
