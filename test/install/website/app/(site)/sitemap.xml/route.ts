import { getCachedSlugs } from '../../../site/cached'

export const GET = async () => {
  const slugs = await getCachedSlugs()
  const urls = slugs.map((slug) => `<url><loc>https://www.example.com/${slug}</loc></url>`)
  return new Response(`<urlset>${urls.join('')}</urlset>`, { headers: { 'content-type': 'application/xml' } })
}
