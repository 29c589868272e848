import { openSite } from '../../../site/content.ts'
import { siteOrigin } from '../../../site/siteOrigin.ts'

export const dynamic = 'force-dynamic'

export async function GET(request: Request) {
  const { site } = await openSite()
  const { rules, sitemap } = await site.findGlobal({ slug: 'robots', depth: 0 })
  const groups = (rules ?? []).map(({ userAgent, allow, disallow }) =>
    [
      `User-agent: ${userAgent}`,
      ...(allow ?? []).map((path) => `Allow: ${path}`),
      ...(disallow ?? []).map((path) => `Disallow: ${path}`),
    ].join('\n'),
  )
  const parts = [...groups, ...(sitemap ? [`Sitemap: ${siteOrigin(request)}/sitemap.xml`] : [])]
  return new Response(`${parts.join('\n\n')}\n`, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
}
