import type { Site } from './content.ts'
import { type Locale, linkPath } from './routes.ts'

/** Where the redirects collection sends `path`; undefined when it does not know the address. */
export async function findRedirect(site: Site, path: string, locale: Locale): Promise<string | undefined> {
  const { docs } = await site.find({
    collection: 'redirects',
    where: { from: { equals: path } },
    depth: 1,
    limit: 1,
    locale,
    pagination: false,
  })
  const target = docs[0]?.to
  return target && linkPath(target, locale)
}
