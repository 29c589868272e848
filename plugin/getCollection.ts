import type { Collection, Payload } from 'payload'

/** Payload types `collections` by the slugs of one site's generated types; the plugin works with any site's. */
export const findCollection = (payload: Payload, slug: string): Collection | undefined =>
  (payload.collections as Record<string, Collection | undefined>)[slug]

export const getCollection = (payload: Payload, slug: string): Collection => {
  const collection = findCollection(payload, slug)
  if (!collection) throw new Error(`There is no collection "${slug}".`)
  return collection
}
