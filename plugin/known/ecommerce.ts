import type { CollectionConfig } from 'payload'
import type { CollectionOption } from '../types.ts'
import { findField, hasRoute, relationTargets } from './findField.ts'
import type { KnownPlugin } from './types.ts'

/**
 * A shop. Products and their variants are editors', but for the stock; carts, orders and transactions are visitors'.
 * Its routes for carts and payments are production's, whoever calls them.
 */
export const ecommerce: KnownPlugin = {
  name: 'plugin-ecommerce',
  collections: (collections, isPromoted) => {
    const carts = collections.filter(isCart)
    const products = new Set(carts.flatMap(productsOf).filter(isPromoted))
    const ofVisitors = collections.filter((collection) => productsOf(collection).some((slug) => products.has(slug)))
    return {
      ...Object.fromEntries(ofVisitors.map(({ slug }) => [slug, 'separate'] as const)),
      ...Object.fromEntries([...products].flatMap((slug) => ofEditors(collections, slug))),
    }
  },
  place: ({ path }) => (/^\/payments\/[^/]+\/(initiate|confirm-order|webhooks)$/.test(path) ? 'production' : undefined),
}

const isCart = (collection: CollectionConfig): boolean =>
  hasRoute(collection, 'post', '/:id/add-item') && productsOf(collection).length > 0

/** The products that a list of things bought (`items`) points at, as carts, orders and transactions have it. */
const productsOf = ({ fields }: CollectionConfig): string[] => {
  const items = findField(fields, 'items')
  return items?.type === 'array' && findField(items.fields, 'quantity') ? relationTargets(items.fields, 'product') : []
}

/** Products with their variants, types of variants and their options. Stock is production's own. */
const ofEditors = (collections: CollectionConfig[], products: string): [string, CollectionOption][] => {
  const bySlug = (slug: string) => collections.filter((collection) => collection.slug === slug)
  const product = bySlug(products)
  const types = product.flatMap(({ fields }) => relationTargets(fields, 'variantTypes'))
  const variants = product.flatMap(({ fields }) => joined(fields, 'variants')).flatMap(bySlug)
  const options = variants.flatMap(({ fields }) => relationTargets(fields, 'options'))
  return [
    ...[...product, ...variants].map((collection) => [collection.slug, withOwnStock(collection)] as const),
    ...[...types, ...options].map((slug) => [slug, true] as const),
  ].map(([slug, option]) => [slug, option])
}

const joined = (fields: CollectionConfig['fields'], name: string): string[] => {
  const field = findField(fields, name)
  return field?.type === 'join' ? [field.collection].flat() : []
}

const withOwnStock = ({ fields }: CollectionConfig): CollectionOption =>
  findField(fields, 'inventory')?.type === 'number' ? { productionOwned: ['inventory'] } : true
