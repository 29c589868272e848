/** In charge of what kind of request this is: who passes always, who is kept out while closed, who may share a cached answer. */

import type { Settings } from './settings.ts'

export type Policy = {
  /**
   * While the gate is closed: go to the origin all the same, the same but for files only (an answer that shows content is
   * kept out), be parked, or be answered with the maintenance page.
   */
  whenClosed: 'pass' | 'passFiles' | 'park' | 'page'
  /** Whether it may be answered from the cache, and its answer be stored. */
  usesCache: boolean
  /** It says who is asking: its answer is nobody else's. */
  isPersonal: boolean
}

/** Encodings of encodings beyond this many are nobody's address. */
const MAX_DECODINGS = 5

/** Set by a site's preview door and by Next.js' draft mode. */
const PREVIEW_COOKIE = '__promote_preview'
const DRAFT_COOKIE = '__prerender_bypass'

/** A request with one of these asks for something else than the page: a part of it, another format. */
const CACHE_BREAKING_HEADERS = ['range', 'rsc', 'upgrade']
const CACHE_BREAKING_PREFIXES = ['next-', 'x-nextjs-', 'x-middleware-']

/** Files that belong to a deployment, never closed and never cached. A site may have a page for what isn't among them. */
const FILE_PATHS = ['/_next/static/', '/.well-known/', '/favicon.ico']
/** Content like any other, but a crawler that gets a 503 for it stops crawling. */
const UNCLOSED_PATHS = ['/robots.txt']

export const getPolicy = (request: Request, settings: Settings): Policy => {
  const { pathname, searchParams } = new URL(request.url)
  const cookies = listCookieNames(request)
  const isSignedIn = cookies.includes(settings.tokenCookie) || request.headers.has('authorization')
  const isPersonal = isSignedIn || cookies.includes(PREVIEW_COOKIE) || cookies.includes(DRAFT_COOKIE)
  const isSafe = request.method === 'GET' || request.method === 'HEAD'

  const readings = listReadings(pathname)
  const passes = (isOpen: (path: string) => boolean) => readings.every(isOpen)
  if (passes((path) => isAlwaysOpen(path, isSignedIn, settings))) {
    return { whenClosed: 'pass', usesCache: false, isPersonal }
  }
  if (isSafe && passes((path) => isOneOf(path, FILE_PATHS))) {
    return { whenClosed: 'passFiles', usesCache: false, isPersonal }
  }
  const usesCache =
    request.method === 'GET' && !isPersonal && !searchParams.has('_rsc') && !asksForSomethingElse(request.headers)
  if (UNCLOSED_PATHS.includes(pathname)) return { whenClosed: 'passFiles', usesCache, isPersonal }
  return { whenClosed: isSafe ? 'page' : 'park', usesCache, isPersonal }
}

/**
 * Whether the path never closes: the admin, its API calls, the promotion's own calls, and what the settings name. All of
 * them look at who is asking, or the site's owner has said that they may: a cookie alone proves nothing.
 */
const isAlwaysOpen = (pathname: string, isSignedIn: boolean, settings: Settings): boolean => {
  const { adminPath, apiPath, authPaths, passPaths } = settings
  if (isAtOrBelow(pathname, adminPath)) return true
  if (isAtOrBelow(pathname, `${apiPath}/promote`)) return true
  if (isSignedIn && isAtOrBelow(pathname, apiPath)) return true
  return isOneOf(pathname, [...authPaths, ...passPaths])
}

/** The path as it stands, and as a server may read it that decodes separators before it looks at them. */
const listReadings = (pathname: string): string[] => {
  if (!/%(2f|5c|2e|25)|\\/i.test(pathname)) return [pathname]
  const readings = [pathname]
  for (let path = pathname; readings.length <= MAX_DECODINGS; ) {
    const url = new URL('http://site')
    url.pathname = path
      .replace(/%25/gi, '%')
      .replace(/%2f|%5c|\\/gi, '/')
      .replace(/%2e/gi, '.')
    if (url.pathname === path) return readings
    path = url.pathname
    readings.push(path)
  }
  // Nobody writes an address like this in earnest: it is none that passes.
  return ['']
}

const isOneOf = (pathname: string, paths: string[]): boolean =>
  paths.some((path) => (path.endsWith('/') ? pathname.startsWith(path) : pathname === path))

const isAtOrBelow = (pathname: string, path: string): boolean => pathname === path || pathname.startsWith(`${path}/`)

const asksForSomethingElse = (headers: Headers): boolean => {
  for (const name of headers.keys()) {
    if (CACHE_BREAKING_HEADERS.includes(name) || CACHE_BREAKING_PREFIXES.some((prefix) => name.startsWith(prefix))) {
      return true
    }
  }
  return false
}

const listCookieNames = (request: Request): string[] => {
  const header = request.headers.get('cookie') ?? ''
  return header.split(';').map((cookie) => (cookie.split('=', 1)[0] ?? '').trim())
}
