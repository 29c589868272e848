import type { CollectionConfig, Config, Endpoint } from 'payload'
import type { Place } from '../environment/placeRequest.ts'
import type { CollectionOption } from '../types.ts'

export type Hooks = NonNullable<CollectionConfig['hooks']>

/** What is known of one of Payload's official plugins, and what is done about it. Its row is in the README's table. */
export type KnownPlugin = {
  /** The package, without `@payloadcms/`. */
  name: string
  /**
   * What becomes of its collections, by slug, where the site's options say nothing or `true`.
   * `isPromoted` tells what the options, and the plugins before in the list, promote.
   */
  collections?: (
    collections: CollectionConfig[],
    isPromoted: (slug: string) => boolean,
  ) => Record<string, CollectionOption>
  /** Whether an `afterChange` or `afterDelete` hook of a promoted collection is this plugin's own. */
  ownsHook?: (hook: unknown) => boolean
  /** What the staging twin of a separate collection of this plugin runs of a kind of hooks, where not all. */
  stagingHooks?: (collection: CollectionConfig) => Hooks
  /** The environment of its own routes; undefined for a route of somebody else. */
  place?: (endpoint: Endpoint) => Place | undefined
  /** Its shared collections that hold staged content, closed to the public. */
  close?: (collection: CollectionConfig) => CollectionConfig
  /** What the site's developer should know at start. */
  warn?: (config: Config, options: Record<string, CollectionOption>, isPromoted: (slug: string) => boolean) => string[]
}
