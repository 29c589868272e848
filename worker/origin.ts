import type { Settings } from './settings.ts'

/** Headers that tell a server what was asked for, which only the edge may say; most of them change what Next.js answers. */
const SPOOFABLE = /^(x-forwarded-|x-middleware-|forwarded$|x-original-url$|x-rewrite-url$|x-edge-)/

export type OriginOptions = {
  /** The answer may be stored: it must be whole. */
  isShared: boolean
}

/** Sends the request to the site's own server and streams both bodies. Redirects are the visitor's to follow. */
export const fetchOrigin = async (
  request: Request,
  { origin }: Settings,
  { isShared }: OriginOptions,
): Promise<Response> => {
  const url = new URL(request.url)
  // Set part by part: a path such as "//other.example" must not become a host.
  const target = new URL(origin)
  target.pathname = url.pathname
  target.search = url.search

  const headers = new Headers(request.headers)
  deleteHopByHop(headers)
  for (const name of [...headers.keys()]) if (SPOOFABLE.test(name)) headers.delete(name)
  if (isShared) {
    headers.delete('if-none-match')
    headers.delete('if-modified-since')
  }
  headers.set('x-forwarded-host', url.host)
  headers.set('x-forwarded-proto', url.protocol.slice(0, -1))
  const visitor = request.headers.get('cf-connecting-ip')
  if (visitor) headers.set('x-forwarded-for', visitor)

  const response = await fetch(target, {
    method: request.method,
    headers,
    body: request.body,
    redirect: 'manual',
    // Cloudflare's own cache would keep images and styles here, where no ban reaches them.
    cache: 'no-store',
  })
  if (!response.headers.has('connection') || response.status === 101) return response
  const answer = new Response(response.body, response)
  deleteHopByHop(answer.headers)
  return answer
}

/** What `Connection` names is meant for the next server alone (RFC 9110 §7.6.1); an upgrade goes on as one. */
const deleteHopByHop = (headers: Headers): void => {
  for (const part of (headers.get('connection') ?? '').split(',')) {
    const name = part.trim().toLowerCase()
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !['close', 'keep-alive', 'upgrade'].includes(name)) headers.delete(name)
  }
}
