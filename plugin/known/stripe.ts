import type { CollectionConfig } from 'payload'
import { findField } from './findField.ts'
import { speaksOf } from './speaksOf.ts'
import type { KnownPlugin } from './types.ts'

/**
 * Writes what editors save to Stripe, and what changes in Stripe to staging. Stripe has one set of products, which
 * production sells: so a promoted collection that it syncs is half promoted, and the site is told.
 */
export const stripe: KnownPlugin = {
  name: 'plugin-stripe',
  ownsHook: (hook) => speaksOf(hook, /\.\.\.[\w$]+,\s*collection(:\s*[\w$]+)?,\s*pluginConfig\b/),
  place: ({ path }) => (path === '/stripe/webhooks' || path === '/stripe/rest' ? 'staging' : undefined),
  warn: ({ collections = [] }, _, isPromoted) => {
    const slugs = collections.filter((collection) => isPromoted(collection.slug) && isSynced(collection))
    if (slugs.length === 0) return []
    return [
      `plugin-stripe syncs ${slugs.map(({ slug }) => slug).join(', ')}: a save or a delete on staging changes Stripe at once, ` +
        `before it is promoted. Share the collection ('shared'), or sync fields that need no staging.`,
    ]
  },
}

const isSynced = ({ fields }: CollectionConfig): boolean =>
  findField(fields, 'stripeID')?.type === 'text' && findField(fields, 'skipSync')?.type === 'checkbox'
