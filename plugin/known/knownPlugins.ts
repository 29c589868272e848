import type { CollectionConfig, Config, Endpoint } from 'payload'
import type { Place } from '../environment/placeRequest.ts'
import type { CollectionOption } from '../types.ts'
import { cloudStorage } from './cloudStorage.ts'
import { ecommerce } from './ecommerce.ts'
import { formBuilder } from './formBuilder.ts'
import { importExport } from './importExport.ts'
import { mcp } from './mcp.ts'
import { multiTenant } from './multiTenant.ts'
import { nestedDocs } from './nestedDocs.ts'
import { search } from './search.ts'
import { stripe } from './stripe.ts'
import type { Hooks, KnownPlugin } from './types.ts'

/**
 * What is known of Payload's official plugins, recognised by what they add to the config. Of `plugin-seo` and
 * `plugin-redirects` nothing needs to be. The search index comes last: it follows what is promoted.
 */
const knownPlugins: KnownPlugin[] = [
  nestedDocs,
  formBuilder,
  multiTenant,
  importExport,
  ecommerce,
  stripe,
  mcp,
  cloudStorage,
  search,
]

type Options = Record<string, CollectionOption>

/**
 * The options of a site with what its plugins' collections need where it says nothing, or `true` and nothing about who
 * owns which field.
 */
export const withKnownCollections = (options: Options, { collections = [] }: Config): Options => {
  const known = { ...options }
  for (const { collections: find } of knownPlugins)
    for (const [slug, option] of Object.entries(find?.(collections, (slug) => isPromotion(known[slug])) ?? {}))
      if (known[slug] === undefined || known[slug] === true) known[slug] = option
  return known
}

const isPromotion = (option: CollectionOption | undefined): boolean =>
  option === true || (typeof option === 'object' && option !== null && !('separate' in option))

/** Whether a hook is one that a known plugin adds to collections of a site. */
export const isKnownHook = (hook: unknown): boolean => knownPlugins.some(({ ownsHook }) => ownsHook?.(hook))

/** What a staging twin runs of the hooks that plugins gave its source, by kind, where not all. */
export const knownStagingHooks = (source: CollectionConfig): Hooks =>
  Object.assign({}, ...knownPlugins.map(({ stagingHooks }) => stagingHooks?.(source) ?? {}))

/** The environment that a route of the site answers from. */
export const placeOf = (endpoint: Endpoint): Place =>
  knownPlugins.map(({ place }) => place?.(endpoint)).find((place) => place !== undefined) ?? 'reader'

/** A shared collection, closed to the public where a plugin keeps staged content in it. */
export const closeKnown = (collection: CollectionConfig): CollectionConfig =>
  knownPlugins.reduce((closed, { close }) => close?.(closed) ?? closed, collection)

/** What to tell the site's developer at start, one line each. */
export const listWarnings = (config: Config, options: Options): string[] =>
  knownPlugins.flatMap(({ warn }) => warn?.(config, options, (slug) => isPromotion(options[slug])) ?? [])
