import type { CollectionConfig } from 'payload'
import { hasRoute, relationTargets } from './findField.ts'
import { speaksOf } from './speaksOf.ts'
import type { KnownPlugin } from './types.ts'

/**
 * Writes a document of `search` for each document that it indexes, when editors publish or delete: on staging. Promoted,
 * the index goes live with what it indexes.
 */
export const search: KnownPlugin = {
  name: 'plugin-search',
  collections: (collections, isPromoted) =>
    Object.fromEntries(
      listIndexes(collections)
        .filter(({ indexed }) => indexed.some(isPromoted))
        .map(({ slug }) => [slug, true] as const),
    ),
  ownsHook: (hook) => speaksOf(hook, /collection:\s*[\w$]+\.slug,\s*pluginConfig\b/),
  warn: ({ collections = [] }, options, isPromoted) =>
    listIndexes(collections)
      .filter(({ slug }) => options[slug] === 'shared')
      .map(({ slug, indexed }) => {
        const leaking = indexed.filter(isPromoted).join(', ')
        return (
          `the search index "${slug}" is shared: visitors who search find the new titles of ${leaking} as soon as editors ` +
          `publish them on staging, and no longer find what is unpublished or deleted there.`
        )
      }),
}

/** Search collections, whatever their slug: those with the plugin's route and its relation to what is indexed. */
const listIndexes = (collections: CollectionConfig[]): { slug: string; indexed: string[] }[] =>
  collections
    .filter((collection) => hasRoute(collection, 'post', '/reindex'))
    .map(({ slug, fields }) => ({ slug, indexed: relationTargets(fields, 'doc') }))
    .filter(({ indexed }) => indexed.length > 0)
