// Tells whether a request may see staging: it asks for it with a cookie, and comes from a signed-in admin user.
import { canAccessAdmin, createLocalReq, type Payload, type TypedUser } from 'payload'

export const previewCookie = '__promote_preview'

/** The signed-in admin user of these request headers, checked on the server. */
export async function findAdminUser(payload: Payload, headers: Headers): Promise<TypedUser | undefined> {
  const { user } = await payload.auth({ headers })
  if (user?.collection !== payload.config.admin.user) return undefined
  try {
    await canAccessAdmin({ req: await createLocalReq({ user }, payload) })
    return user
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 401) return undefined
    throw error
  }
}

export const asksForPreview = (headers: Headers): boolean =>
  splitCookies(headers).some((cookie) => cookie.trim() === `${previewCookie}=1`)

/** Whether a cookie was sent, as Payload reads cookies: with any white space around its name. */
export const hasCookie = (headers: Headers, name: string): boolean =>
  splitCookies(headers).some((cookie) => cookie.split('=')[0]!.trim() === name)

const splitCookies = (headers: Headers): string[] => (headers.get('cookie') ?? '').split(';')

/** `to` when it leads to a page of this site, else the home page. */
export function toLocalPath(to: string | null | undefined): string {
  const base = 'http://site.invalid'
  if (!to || !URL.canParse(to, base)) return '/'
  const url = new URL(to, base)
  // `/.//elsewhere.com` is on this site but its path, `//elsewhere.com`, is another site's address.
  return url.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/'
}
