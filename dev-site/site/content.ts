// The one way to the site's content: production for everybody, staging for an admin user who switched preview on.
import config from '@payload-config'
import { headers } from 'next/headers'
import { getPayload, type Payload } from 'payload'
import { inEnvironment } from 'payload-promote'
import { cache } from 'react'
import { asksForPreview, findAdminUser } from './preview.ts'

export type Site = ReturnType<typeof inEnvironment>
export type OpenSite = { site: Site; environment: 'staging' | 'production'; payload: Payload }

/** Opens the environment that the current request may see. */
export const openSite = cache(async (): Promise<OpenSite> => {
  const payload = await getPayload({ config })
  const requestHeaders = await headers()
  const isPreview = asksForPreview(requestHeaders) && (await findAdminUser(payload, requestHeaders)) !== undefined
  const environment = isPreview ? 'staging' : 'production'
  return { site: inEnvironment(payload, environment), environment, payload }
})

/** Production, for what is the same for everybody: it asks nothing of the request, so that Next may keep the page. */
export const openProduction = cache(
  async (): Promise<Site> => inEnvironment(await getPayload({ config }), 'production'),
)

const maxReads = 5

/**
 * Runs `read`, and runs it again when a promotion was committed meanwhile: what it returns is of one generation, so a
 * page never mixes old and new content.
 */
export async function readAtOneGeneration<T>(
  site: Site,
  read: (site: Site) => Promise<T>,
): Promise<{ generation: number; content: T }> {
  for (let reads = 0; reads < maxReads; reads++) {
    const generation = await site.generation()
    const content = await read(site)
    if ((await site.generation()) === generation) return { generation, content }
  }
  throw new Error(`Content changed during each of ${maxReads} reads of one page.`)
}
