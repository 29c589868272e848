import type { CollectionConfig, Endpoint } from 'payload'
import { type Place, scopeEndpoint } from '../environment/scopeEndpoint.ts'
import type { PromoteModel } from '../model.ts'
import { placeOf } from './knownPlugins.ts'

/**
 * Routes at the root of the API, each in its place. `custom: { promote: 'staging' }` on an endpoint says that it is to see
 * staging whoever calls it: a webhook or a cron job that checks its caller itself.
 */
export const placeRootEndpoints = (endpoints: Endpoint[] | undefined): Endpoint[] =>
  (endpoints ?? []).map((endpoint) => scopeEndpoint(endpoint, askedPlace(endpoint) ?? placeOf(endpoint)))

/** Routes of a collection's own. Those of a separate collection belong to production, as it does. */
export const placeCollectionEndpoints = (collection: CollectionConfig, model: PromoteModel): CollectionConfig => {
  if (!collection.endpoints) return collection
  const place = model.separate.some(({ slug }) => slug === collection.slug) ? 'production' : 'reader'
  return {
    ...collection,
    endpoints: collection.endpoints.map((endpoint) => scopeEndpoint(endpoint, askedPlace(endpoint) ?? place)),
  }
}

const askedPlace = ({ custom }: Endpoint): Place | undefined =>
  (custom as { promote?: unknown } | undefined)?.promote === 'staging' ? 'staging' : undefined
