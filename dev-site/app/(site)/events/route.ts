import { jsonError } from '../../../site/answer.ts'
import { openSite } from '../../../site/content.ts'

/** Counts what a visitor did who agreed to be counted. Browsers send it as text: `navigator.sendBeacon`. */
export async function POST(request: Request) {
  const event = parseEvent(await request.text())
  if (!event) return jsonError(400, 'BAD_EVENT', 'An event is `{ "kind": "pageview", "path": "/…" }`.')
  const { site } = await openSite()
  await site.create({ collection: 'analytics-events', data: { ...event, at: new Date().toISOString() } })
  return new Response(null, { status: 204 })
}

function parseEvent(text: string): { kind: 'pageview'; path: string } | undefined {
  try {
    const { kind, path } = JSON.parse(text)
    const isValid = kind === 'pageview' && typeof path === 'string' && path.startsWith('/') && path.length <= 500
    return isValid ? { kind, path } : undefined
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}
