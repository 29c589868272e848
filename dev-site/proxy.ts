// Runs before each page: hands the address on, sends visitors to the pages that Next keeps, names the generation, and
// says who may cache the answer.
import payloadConfig from '@payload-config'
import { type NextRequest, NextResponse } from 'next/server'
import { getPayload } from 'payload'
import { inEnvironment } from 'payload-promote'
import { hasCookie, previewCookie } from './site/preview.ts'
import { cachedPath, cachedPrefix, pathHeader } from './site/routes.ts'

export async function proxy(request: NextRequest) {
  const { pathname, search } = request.nextUrl
  if (pathname.startsWith(`${cachedPrefix}/`)) return new NextResponse(null, { status: 404 })
  const payload = await getPayload({ config: payloadConfig })
  const isPublic =
    ['GET', 'HEAD'].includes(request.method) &&
    !request.headers.has('authorization') &&
    !hasCookie(request.headers, previewCookie) &&
    !hasCookie(request.headers, `${payload.config.cookiePrefix}-token`)
  const headers = new Headers(request.headers)
  headers.set(pathHeader, pathname)
  const kept = isPublic && search === '' ? cachedPath(pathname) : undefined
  const response = kept
    ? NextResponse.rewrite(new URL(kept, request.url), { request: { headers } })
    : NextResponse.next({ request: { headers } })
  response.headers.set('Cache-Control', isPublic ? 'public, max-age=0, s-maxage=60' : 'private, no-store')
  // Read before the page is: it may be older than the content, never newer, and an edge takes older for stale. What Next
  // keeps is forgotten before a promotion lets anybody in.
  response.headers.set('x-generation', String(await inEnvironment(payload, 'production').generation()))
  return response
}

export const config = { matcher: ['/((?!_next/|admin(?:/|$)|api(?:/|$)|__edge/).*)'] }
