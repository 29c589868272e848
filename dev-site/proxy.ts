// Runs before each page: hands the address on, names the generation, and says who may cache the answer.
import payloadConfig from '@payload-config'
import { type NextRequest, NextResponse } from 'next/server'
import { getPayload } from 'payload'
import { inEnvironment } from 'payload-promote'
import { previewCookie } from './site/preview.ts'
import { pathHeader } from './site/routes.ts'

export async function proxy(request: NextRequest) {
  const headers = new Headers(request.headers)
  headers.set(pathHeader, request.nextUrl.pathname)
  const response = NextResponse.next({ request: { headers } })

  const payload = await getPayload({ config: payloadConfig })
  const isPublic =
    ['GET', 'HEAD'].includes(request.method) &&
    !request.headers.has('authorization') &&
    !request.cookies.has(previewCookie) &&
    !request.cookies.has(`${payload.config.cookiePrefix}-token`)
  response.headers.set('Cache-Control', isPublic ? 'public, max-age=0, s-maxage=60' : 'private, no-store')
  // Read before the page is: it may be older than the content, never newer, and an edge takes older for stale.
  response.headers.set('x-generation', String(await inEnvironment(payload, 'production').generation()))
  return response
}

export const config = { matcher: ['/((?!_next/|admin(?:/|$)|api(?:/|$)|__edge/).*)'] }
