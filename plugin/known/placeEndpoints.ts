import type { CollectionConfig, Endpoint, GlobalConfig } from 'payload'
import type { Place } from '../environment/placeRequest.ts'
import { scopeEndpoint } from '../environment/scopeEndpoint.ts'
import type { PromoteModel } from '../model.ts'
import { placeOf } from './knownPlugins.ts'

/**
 * Routes at the root of the API, each in its place. `custom: { promote: 'staging' }` on an endpoint says that it is to see
 * staging whoever calls it: a webhook or a cron job that checks its caller itself.
 */
export const placeRootEndpoints = (endpoints: Endpoint[] | undefined): Endpoint[] =>
  (endpoints ?? []).map((endpoint) => scopeEndpoint(endpoint, askedPlace(endpoint) ?? placeOf(endpoint)))

/** Routes of a collection's own. Those of a separate collection belong to production, as it does. */
export const placeCollectionEndpoints = (collection: CollectionConfig, model: PromoteModel): CollectionConfig =>
  placeEndpoints(collection, model.separate.some(({ slug }) => slug === collection.slug) ? 'production' : 'reader')

export const placeGlobalEndpoints = (global: GlobalConfig): GlobalConfig => placeEndpoints(global, 'reader')

const placeEndpoints = <Config extends CollectionConfig | GlobalConfig>(config: Config, place: Place): Config =>
  config.endpoints
    ? {
        ...config,
        endpoints: config.endpoints.map((endpoint) => scopeEndpoint(endpoint, askedPlace(endpoint) ?? place)),
      }
    : config

const askedPlace = ({ custom }: Endpoint): Place | undefined =>
  (custom as { promote?: unknown } | undefined)?.promote === 'staging' ? 'staging' : undefined
