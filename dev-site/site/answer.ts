// Answers a post in the form that the caller asked for: JSON, or the way back to a page.
import { toLocalPath } from './preview.ts'

export const wantsJson = (request: Request): boolean =>
  (request.headers.get('accept') ?? '').includes('application/json')

/** Sends the browser on with a GET. The address stays relative: behind the gate the server does not know its host. */
export const seeOther = (path: string, headers: HeadersInit = {}): Response =>
  new Response(null, { status: 303, headers: { ...headers, Location: path } })

/** `from` with a parameter that tells the page what happened. */
export function pathWith(from: string | undefined, name: string, value: string): string {
  const url = new URL(toLocalPath(from), 'http://site.invalid')
  url.searchParams.set(name, value)
  return `${url.pathname}${url.search}`
}

export const jsonError = (status: number, code: string, message: string, details?: unknown): Response =>
  Response.json({ error: { code, message, details } }, { status })
