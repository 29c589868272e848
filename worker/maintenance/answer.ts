/** In charge of what a visitor gets while the gate is closed: always 503, in the form that the asker can use. */

import { getPagePolicy, renderPage } from './page.ts'
import { readForm } from './resend.ts'
import { chooseLocale, TEXTS } from './texts.ts'

export type Closure = {
  /** When asking again makes sense. */
  retryAfterSeconds: number
  siteName?: string
}

type Form = 'empty' | 'text' | 'page' | 'problem'

const SUBRESOURCES = [
  'audio',
  'audioworklet',
  'font',
  'image',
  'manifest',
  'object',
  'paintworklet',
  'script',
  'serviceworker',
  'sharedworker',
  'style',
  'track',
  'video',
  'worker',
  'xslt',
]
const FILE = /\.(?:avif|css|gif|ico|jpe?g|js|json|map|mjs|mp[34]|pdf|png|svg|webm|webp|woff2?)$/i

/** The answer to a request that the closed gate keeps out. Its body stays unread, but for a form that is given back. */
export const answerMaintenance = async (request: Request, closure: Closure): Promise<Response> => {
  const form = chooseForm(request)
  const headers = new Headers({
    'retry-after': String(closure.retryAfterSeconds),
    'cache-control': 'no-store',
    vary: 'Accept, Accept-Language',
    'x-content-type-options': 'nosniff',
  })
  const body = await writeBody(form, request, closure, headers)
  return new Response(request.method === 'HEAD' ? null : body, { status: 503, headers })
}

const chooseForm = ({ headers, method, url }: Request): Form => {
  const accept = headers.get('accept') ?? ''
  const { pathname } = new URL(url)
  if (headers.has('upgrade') || SUBRESOURCES.includes(headers.get('sec-fetch-dest') ?? '')) return 'empty'
  // The message that Next.js shows for a failed server action is a text/plain body.
  if (headers.has('next-action')) return 'text'
  if (accept.includes('text/html')) return 'page'
  // Anything but flight data makes Next.js load the page in full, which then is the maintenance page.
  if (headers.has('rsc')) return 'page'
  if (accept.includes('json') || headers.get('sec-fetch-dest') === 'empty') return 'problem'
  if (pathname.startsWith('/api/') || method === 'OPTIONS') return 'problem'
  return FILE.test(pathname) ? 'empty' : 'page'
}

const writeBody = async (form: Form, request: Request, closure: Closure, headers: Headers): Promise<string | null> => {
  const locale = chooseLocale(request)
  const texts = TEXTS[locale]
  const isUnsent = request.method !== 'GET' && request.method !== 'HEAD'
  const message = isUnsent ? texts.notSent : texts.body

  switch (form) {
    case 'empty':
      return null
    case 'text':
      headers.set('content-type', 'text/plain; charset=utf-8')
      headers.set('content-language', locale)
      return message
    case 'problem': {
      headers.set('content-type', 'application/problem+json')
      headers.set('content-language', locale)
      // It holds nothing of anybody's, so any page that may call the site may know why it failed.
      headers.set('access-control-allow-origin', '*')
      headers.set('access-control-expose-headers', 'retry-after')
      const { retryAfterSeconds } = closure
      return JSON.stringify({
        type: 'about:blank',
        title: texts.title,
        status: 503,
        detail: message,
        retryAfterSeconds,
      })
    }
    case 'page':
      headers.set('content-type', 'text/html; charset=utf-8')
      headers.set('content-language', locale)
      headers.set('content-security-policy', await getPagePolicy())
      return renderPage({
        locale,
        siteName: closure.siteName ?? new URL(request.url).host,
        isUnsent,
        resend: isUnsent ? await readForm(request) : undefined,
      })
  }
}
