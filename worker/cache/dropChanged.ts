import type { CacheStore } from './store.ts'

const SAFE = ['GET', 'HEAD', 'OPTIONS', 'TRACE']

/**
 * After an unsafe request that didn't fail, what is kept of its own address shows what was, and so may what its answer
 * points to (RFC 9111 §4.4). In the visitor's own data centre; other changes are for the site to tell with a ban.
 */
export const dropChanged = async (store: CacheStore, request: Request, response: Response): Promise<void> => {
  if (SAFE.includes(request.method) || response.status >= 400) return
  const { origin } = new URL(request.url)
  const addresses = ['location', 'content-location']
    .map((name) => response.headers.get(name))
    .filter((address) => address !== null && URL.canParse(address, request.url))
    .map((address) => new URL(address ?? '', request.url))
    .filter((address) => address.origin === origin)
    .map(({ href }) => href)
  try {
    await Promise.all([request.url, ...addresses].map((address) => store.drop(address)))
  } catch (error) {
    console.error('The cache could not be told of a change', error)
  }
}
