import { EDGE_PREFIX } from '../protocol.ts'
import type { Resend } from './resend.ts'
import { SCRIPT } from './script.ts'
import { STYLE } from './style.ts'
import { type Locale, TEXTS } from './texts.ts'

export type PageContent = {
  locale: Locale
  /** The site's name or host. */
  siteName: string
  /** The page answers a request that would have changed something: it must not be sent again by a reload. */
  isUnsent: boolean
  /** What it would have sent, to be sent again. */
  resend?: Resend
}

/** Without a script the page asks again at this interval. */
const REFRESH_SECONDS = 15

/** The maintenance page. It loads nothing, and all text in it is escaped. */
export const renderPage = ({ locale, siteName, isUnsent, resend }: PageContent): string => {
  const texts = TEXTS[locale]
  const notSent = resend ? texts.notSentButKept : texts.notSent
  const body = isUnsent ? notSent : texts.body
  const backNotSent = resend ? texts.backButKept : texts.backNotSent
  const back = isUnsent ? backNotSent : texts.back
  const refresh = isUnsent ? '' : `<noscript><meta http-equiv="refresh" content="${REFRESH_SECONDS}"></noscript>`
  return `<!doctype html>
<html lang="${locale}" data-status-url="${EDGE_PREFIX}/status" data-back="${escapeHtml(back)}" data-reload="${isUnsent ? 'no' : 'yes'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(texts.title)} · ${escapeHtml(siteName)}</title>
${refresh}
<style>${STYLE}</style>
</head>
<body>
<main>
<svg viewBox="0 0 80 80" fill="none" stroke="currentColor" stroke-width="5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
<circle cx="40" cy="40" r="34" stroke-width="1.5" opacity=".25"/>
<g><path d="M20 40a20 20 0 0 1 33-15l5 5M58 19v11H47"/><path d="M60 40a20 20 0 0 1-33 15l-5-5M22 61V50h11"/></g>
</svg>
<p class="site">${escapeHtml(siteName)}</p>
<h1>${escapeHtml(texts.title)}</h1>
<p class="body">${escapeHtml(body)}</p>
${resend ? renderForm(resend, texts.sendAgain) : ''}
<p class="status"><span class="dot" aria-hidden="true"></span><span id="status" role="status" aria-live="polite">${escapeHtml(isUnsent ? texts.waitingNotSent : texts.waiting)}</span></p>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`
}

const renderForm = ({ action, fields }: Resend, label: string): string => {
  const inputs = fields.map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  )
  return `<form method="post" action="${escapeHtml(action)}">${inputs.join('')}<button>${escapeHtml(label)}</button></form>`
}

let policy: string | undefined

/** The page's Content-Security-Policy: its own style and script by their hashes, the status route, and the site's icon. */
export const getPagePolicy = async (): Promise<string> => {
  policy ??= [
    "default-src 'none'",
    `style-src '${await hash(STYLE)}'`,
    `script-src '${await hash(SCRIPT)}'`,
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    // The admin shows the site in a frame, for live preview.
    "frame-ancestors 'self'",
  ].join('; ')
  return policy
}

const hash = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
}

const escapeHtml = (text: string): string => {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}
