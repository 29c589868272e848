/** In charge of what kind of request this is: who passes always, who is kept out while closed, who may share a cached answer. */

import type { Settings } from './settings.ts'

export type Policy = {
  /** While the gate is closed: go to the origin all the same, be parked, or be answered with the maintenance page. */
  whenClosed: 'pass' | 'park' | 'page'
  /** Whether it may be answered from the cache, and its answer be stored. */
  usesCache: boolean
  /** It says who is asking: its answer is nobody else's. */
  isPersonal: boolean
}

/** Set by `promote()`'s preview door and by Next.js' draft mode. */
const PREVIEW_COOKIE = '__promote_preview'
const DRAFT_COOKIE = '__prerender_bypass'

/** A request with one of these asks for something else than the page: a part of it, another format. */
const CACHE_BREAKING_HEADERS = ['range', 'rsc', 'upgrade']
const CACHE_BREAKING_PREFIXES = ['next-', 'x-nextjs-', 'x-middleware-']

/** Never closed, never cached. */
const PASS_PATHS = ['/_next/static/', '/.well-known/', '/favicon.ico']
/** Content like any other, but a crawler that gets a 503 for it stops crawling. */
const UNCLOSED_PATHS = ['/robots.txt']

export function getPolicy(request: Request, settings: Settings): Policy {
  const { pathname, searchParams } = new URL(request.url)
  const cookies = listCookieNames(request)
  const hasToken = cookies.includes(settings.tokenCookie)
  const isSignedIn = hasToken || request.headers.has('authorization')
  const isPreview = cookies.includes(PREVIEW_COOKIE)
  const isPersonal = isSignedIn || isPreview || cookies.includes(DRAFT_COOKIE)

  if (isAlwaysOpen(pathname, isSignedIn, settings) || (isPreview && hasToken)) {
    return { whenClosed: 'pass', usesCache: false, isPersonal }
  }
  const isSafe = request.method === 'GET' || request.method === 'HEAD'
  const usesCache =
    request.method === 'GET' && !isPersonal && !searchParams.has('_rsc') && !asksForSomethingElse(request.headers)
  if (UNCLOSED_PATHS.includes(pathname)) return { whenClosed: 'pass', usesCache, isPersonal }
  return { whenClosed: isSafe ? 'page' : 'park', usesCache, isPersonal }
}

/** Whether the path never closes: the admin, its API calls, the promotion's own calls, and files that belong to a deployment. */
function isAlwaysOpen(pathname: string, isSignedIn: boolean, settings: Settings): boolean {
  const { adminPath, apiPath, authPaths, passPaths } = settings
  if (isAtOrBelow(pathname, adminPath)) return true
  if (isAtOrBelow(pathname, `${apiPath}/promote`)) return true
  if (isSignedIn && isAtOrBelow(pathname, apiPath)) return true
  return [...authPaths, ...PASS_PATHS, ...passPaths].some((path) =>
    path.endsWith('/') ? pathname.startsWith(path) : pathname === path,
  )
}

function isAtOrBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(`${path}/`)
}

function asksForSomethingElse(headers: Headers): boolean {
  for (const name of headers.keys()) {
    if (CACHE_BREAKING_HEADERS.includes(name) || CACHE_BREAKING_PREFIXES.some((prefix) => name.startsWith(prefix))) {
      return true
    }
  }
  return false
}

function listCookieNames(request: Request): string[] {
  const header = request.headers.get('cookie') ?? ''
  return header.split(';').map((cookie) => (cookie.split('=', 1)[0] ?? '').trim())
}
