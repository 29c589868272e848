// Tells the Worker which content a page shows.
import payloadConfig from '@payload-config'
import { type NextRequest, NextResponse } from 'next/server'
import { getPayload } from 'payload'
import { inEnvironment } from 'payload-promote'

export const proxy = async (_request: NextRequest) => {
  const response = NextResponse.next()
  const payload = await getPayload({ config: payloadConfig })
  // Read before the page is: it may be older than the content, never newer, and an edge takes older for stale.
  response.headers.set('x-generation', String(await inEnvironment(payload, 'production').generation()))
  return response
}

// Pages and sitemaps; not files, nor what Payload, Next and the Worker answer themselves.
export const config = { matcher: ['/((?!admin|api/|_next/|__edge/|.*\\.(?!xml)).*)'] }
