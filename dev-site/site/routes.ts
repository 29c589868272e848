// Addresses of the public site: `/…` in English, `/de/…` in German.
import type { Page, Post, Product } from '../payload-types.ts'

export type Locale = 'en' | 'de'
export const locales: Locale[] = ['en', 'de']

/** The request header in which the proxy tells the address that the visitor asked for. */
export const pathHeader = 'x-site-path'

export type Route =
  | { kind: 'page'; slug: string }
  | { kind: 'posts' }
  | { kind: 'post'; slug: string }
  | { kind: 'products' }
  | { kind: 'product'; slug: string }

export function parsePath(path: string): { locale: Locale; route: Route | undefined } {
  const parts = path.split('/').filter(Boolean).map(decode)
  const locale = parts[0] === 'de' ? 'de' : 'en'
  return { locale, route: parseRoute(locale === 'de' ? parts.slice(1) : parts) }
}

function parseRoute([first, second, ...rest]: string[]): Route | undefined {
  if (rest.length > 0) return undefined
  if (first === undefined) return { kind: 'page', slug: 'home' }
  if (first === 'posts') return second === undefined ? { kind: 'posts' } : { kind: 'post', slug: second }
  if (first === 'products') return second === undefined ? { kind: 'products' } : { kind: 'product', slug: second }
  return second === undefined ? { kind: 'page', slug: first } : undefined
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    // A stray `%` is no address of ours; as it stands it finds nothing.
    return part
  }
}

/** `/posts` in English is `/de/posts` in German. */
export const localizePath = (path: string, locale: Locale): string =>
  locale === 'en' ? path : `/${locale}${path === '/' ? '' : path}`

export const pagePath = (slug: string, locale: Locale): string =>
  localizePath(slug === 'home' ? '/' : `/${slug}`, locale)

type Reference = {
  relationTo: 'pages' | 'posts' | 'products'
  value: number | Pick<Page, 'slug'> | Pick<Post, 'slug'> | Pick<Product, 'slug'>
}

/** The address of a populated document; undefined when it is not there for this reader. */
export function referencePath({ relationTo, value }: Reference, locale: Locale): string | undefined {
  if (typeof value !== 'object' || value === null || !value.slug) return undefined
  if (relationTo === 'pages') return pagePath(value.slug, locale)
  return localizePath(`/${relationTo}/${value.slug}`, locale)
}

type Link = { type?: 'reference' | 'custom' | null; reference?: Reference | null; url?: string | null }

/** Where a link field leads; undefined when its document is not there for this reader. */
export function linkPath(link: Link, locale: Locale): string | undefined {
  if (link.type !== 'custom') return link.reference ? referencePath(link.reference, locale) : undefined
  if (!link.url) return undefined
  return link.url.startsWith('/') ? localizePath(link.url, locale) : link.url
}

/** The pages that Next keeps until the next promotion lie here; the proxy sends visitors' requests to them. */
export const cachedPrefix = '/cached'

/**
 * Where the kept page of an address lies: posts, their list and the shop's. What depends on the visitor or changes by
 * the minute, such as forms and stock, is rendered for each request.
 */
export function cachedPath(path: string): string | undefined {
  const { locale, route } = parsePath(path)
  const isKept = route?.kind === 'posts' || route?.kind === 'post' || route?.kind === 'products'
  return isKept ? `${cachedPrefix}/${locale}${locale === 'en' ? path : path.slice(`/${locale}`.length)}` : undefined
}
