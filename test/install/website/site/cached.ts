// What each page needs, kept by Next until it is told otherwise.
import { unstable_cache } from 'next/cache'
import { getSite } from './getSite'

export const getCachedHeader = unstable_cache(
  async () => (await getSite()).findGlobal({ slug: 'header', depth: 1 }),
  ['header'],
  { tags: ['global_header'] },
)

export const getCachedRedirects = unstable_cache(
  async () => {
    const site = await getSite()
    return (await site.find({ collection: 'redirects', depth: 1, limit: 0, pagination: false })).docs
  },
  ['redirects'],
  { tags: ['redirects'] },
)

export const getCachedSlugs = unstable_cache(
  async () => {
    const site = await getSite()
    const { docs } = await site.find({ collection: 'pages', overrideAccess: false, pagination: false, sort: 'slug' })
    return docs.map(({ slug }) => slug as string)
  },
  ['sitemap'],
  { tags: ['sitemap'] },
)
