import { openSite, readAtOneGeneration, type Site } from '../../../site/content.ts'
import { type Locale, locales, localizePath, pagePath } from '../../../site/routes.ts'
import { siteOrigin } from '../../../site/siteOrigin.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: Request) {
  const origin = siteOrigin(request)
  const { site } = await openSite()
  const { content: paths } = await readAtOneGeneration(site, async () =>
    (await Promise.all(locales.map((locale) => listPaths(site, locale)))).flat(),
  )
  const urls = paths.map((path) => `  <url><loc>${escapeXml(new URL(path, origin).href)}</loc></url>`)
  const xml = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${urls.join('\n')}
</urlset>
`
  return new Response(xml, { headers: { 'Content-Type': 'application/xml; charset=utf-8' } })
}

async function listPaths(site: Site, locale: Locale): Promise<string[]> {
  const where = { 'meta.noIndex': { not_equals: true } }
  const all = { where, depth: 0, locale, pagination: false, sort: 'id' } as const
  const [pages, posts, products] = await Promise.all([
    site.find({ collection: 'pages', ...all }),
    site.find({ collection: 'posts', ...all }),
    site.find({ collection: 'products', ...all }),
  ])
  return [
    ...pages.docs.map(({ slug }) => pagePath(slug, locale)),
    ...['/posts', '/products'].map((path) => localizePath(path, locale)),
    ...posts.docs.map(({ slug }) => localizePath(`/posts/${slug}`, locale)),
    ...products.docs.map(({ slug }) => localizePath(`/products/${slug}`, locale)),
  ]
}

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;')
