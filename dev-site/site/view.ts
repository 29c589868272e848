// Reads everything that one page shows, at one generation, so that rendering needs no further reads.
import { unstable_cache } from 'next/cache'
import { headers } from 'next/headers'
import type { Where } from 'payload'
import { contentTag } from 'payload-promote'
import { cache } from 'react'
import type {
  Consent,
  Design,
  Footer,
  Header,
  Media,
  Page,
  Popup,
  Post,
  Product,
  Seo,
  SiteObject,
} from '../payload-types.ts'
import { openProduction, openSite, readAtOneGeneration, type Site } from './content.ts'
import { findRedirect } from './findRedirect.ts'
import { populated } from './populated.ts'
import { type Locale, locales, localizePath, pagePath, parsePath, pathHeader, type Route } from './routes.ts'

/** What surrounds every page. */
export type Frame = { header: Header; footer: Footer; design: Design; seo: Seo; consent: Consent; popups: Popup[] }

/** What blocks show beyond their own fields, by the id of the block. */
export type BlockData = Record<
  string,
  { posts?: Post[]; products?: Product[]; objects?: SiteObject[]; media?: Media[] }
>

export type Content =
  | { kind: 'page'; page: Page; blockData: BlockData }
  | { kind: 'posts'; posts: Post[] }
  | { kind: 'post'; post: Post }
  | { kind: 'products'; products: Product[] }
  | { kind: 'product'; product: Product }

export type View = {
  environment: 'staging' | 'production'
  generation: number
  locale: Locale
  path: string
  frame: Frame
  /** Undefined when there is nothing at this address. */
  content: Content | undefined
  /** Where an address without content leads now. */
  redirectTo: string | undefined
  /** The same page in the other language. */
  otherLanguagePath: string
}

/** The view of the address that is being rendered, as its visitor may see it. The layout and the page share one. */
export const getView = cache(async (): Promise<View> => {
  const path = (await headers()).get(pathHeader) ?? '/'
  const { site, environment } = await openSite()
  return readView(site, environment, path)
})

/** Production's view of an address, for pages that Next keeps until the next promotion. */
export const getCachedView = cache(async (locale: string, path: string): Promise<View> => {
  const site = await openProduction()
  return readView(site, 'production', localizePath(`/${path}`, locale === 'de' ? 'de' : 'en'))
})

async function readView(site: Site, environment: View['environment'], path: string): Promise<View> {
  const { locale, route } = parsePath(path)
  const otherLocale = locales.find((other) => other !== locale) ?? locale
  const { generation, content: read } = await readAtOneGeneration(site, async () => {
    const [frame, content] = await Promise.all([
      environment === 'production' ? readCachedFrame(locale) : readFrame(site, locale),
      route && readContent(site, route, locale),
    ])
    const redirectTo = content ? undefined : await findRedirect(site, path, locale)
    const otherLanguagePath = await readOtherLanguagePath(site, { content, path, locale, otherLocale })
    return { frame, content, redirectTo, otherLanguagePath }
  })
  return { environment, generation, locale, path, ...read }
}

/** What surrounds production's pages is read once; a promotion expires the tag. */
const readCachedFrame = unstable_cache(
  async (locale: Locale): Promise<Frame> => {
    const { content } = await readAtOneGeneration(await openProduction(), (site) => readFrame(site, locale))
    return content
  },
  ['frame'],
  { tags: [contentTag] },
)

async function readFrame(site: Site, locale: Locale): Promise<Frame> {
  const [header, footer, design, seo, consent, popups] = await Promise.all([
    site.findGlobal({ slug: 'header', depth: 1, locale }),
    site.findGlobal({ slug: 'footer', depth: 1, locale }),
    site.findGlobal({ slug: 'design', depth: 0, locale }),
    site.findGlobal({ slug: 'seo', depth: 1, locale }),
    site.findGlobal({ slug: 'consent', depth: 1, locale }),
    site.find({ collection: 'popups', depth: 1, limit: 10, locale, pagination: false }),
  ])
  return { header, footer, design, seo, consent, popups: popups.docs }
}

async function readContent(site: Site, route: Route, locale: Locale): Promise<Content | undefined> {
  switch (route.kind) {
    case 'page': {
      const page = await findPage(site, route.slug, locale)
      return page && { kind: 'page', page, blockData: await readBlockData(site, page, locale) }
    }
    case 'posts':
      return { kind: 'posts', posts: await listPosts(site, { locale }) }
    case 'post': {
      const where = { slug: { equals: route.slug } }
      const { docs } = await site.find({ collection: 'posts', where, depth: 2, limit: 1, locale, pagination: false })
      return docs[0] && { kind: 'post', post: docs[0] }
    }
    case 'products':
      return { kind: 'products', products: await listProducts(site, locale) }
    case 'product': {
      const where = { slug: { equals: route.slug } }
      const { docs } = await site.find({ collection: 'products', where, depth: 2, limit: 1, locale, pagination: false })
      return docs[0] && { kind: 'product', product: docs[0] }
    }
  }
}

/** A page by its slug in `locale`; one that was not translated is found by its English slug. */
async function findPage(site: Site, slug: string, locale: Locale): Promise<Page | undefined> {
  const where = { slug: { equals: slug } }
  const find = async (searched: Locale) =>
    (await site.find({ collection: 'pages', where, depth: 2, limit: 1, locale: searched, pagination: false })).docs[0]
  const page = await find(locale)
  if (page || locale === 'en') return page
  const english = await find('en')
  if (!english) return undefined
  const translated = await site.findByID({ collection: 'pages', id: english.id, depth: 2, locale })
  return translated.slug === slug ? translated : undefined
}

async function readBlockData(site: Site, page: Page, locale: Locale): Promise<BlockData> {
  const entries = (page.layout ?? []).map(async (block) => {
    if (block.blockType === 'postList') {
      const category = populated(block.category)?.id
      return [block.id, { posts: await listPosts(site, { locale, limit: block.limit ?? 3, category }) }] as const
    }
    if (block.blockType === 'productGrid' && block.show === 'all') {
      return [block.id, { products: await listProducts(site, locale) }] as const
    }
    const type = block.blockType === 'objectList' ? populated(block.type) : undefined
    if (type) return [block.id, await readObjects(site, type, locale)] as const
    return undefined
  })
  return Object.fromEntries((await Promise.all(entries)).filter((entry) => entry !== undefined))
}

async function readObjects(site: Site, type: { id: number; fields: { name: string; kind: string }[] }, locale: Locale) {
  const where = { type: { equals: type.id } }
  const { docs: objects } = await site.find({
    collection: 'objects',
    where,
    sort: 'title',
    depth: 0,
    locale,
    pagination: false,
  })
  const imageFields = type.fields.filter(({ kind }) => kind === 'image').map(({ name }) => name)
  const ids = objects.flatMap(({ data }) => imageFields.map((name) => (data as Record<string, number>)[name]))
  const mediaIds = ids.filter((id) => id !== undefined && id !== null)
  if (mediaIds.length === 0) return { objects, media: [] }
  const { docs: media } = await site.find({
    collection: 'media',
    where: { id: { in: mediaIds } },
    depth: 0,
    locale,
    pagination: false,
  })
  return { objects, media }
}

async function listPosts(
  site: Site,
  { locale, limit = 50, category }: { locale: Locale; limit?: number; category?: number },
): Promise<Post[]> {
  const where: Where = category ? { categories: { in: [category] } } : {}
  const sort = '-publishedAt'
  return (await site.find({ collection: 'posts', where, sort, depth: 1, limit, locale, pagination: false })).docs
}

async function listProducts(site: Site, locale: Locale): Promise<Product[]> {
  return (await site.find({ collection: 'products', sort: 'price', depth: 1, locale, pagination: false })).docs
}

async function readOtherLanguagePath(
  site: Site,
  shown: { content: Content | undefined; path: string; locale: Locale; otherLocale: Locale },
): Promise<string> {
  const { content, path, locale, otherLocale } = shown
  if (!content) return localizePath('/', otherLocale)
  if (content.kind === 'page') {
    const { id } = content.page
    const other = await site.findByID({
      collection: 'pages',
      id,
      depth: 0,
      locale: otherLocale,
      select: { slug: true },
    })
    return pagePath(other.slug, otherLocale)
  }
  const plainPath = locale === 'en' ? path : path.slice(`/${locale}`.length)
  return localizePath(plainPath, otherLocale)
}
