import type { CollectionBeforeOperationHook, Where } from 'payload'
import { collectionTwins, type PromoteModel } from '../model.ts'

/**
 * Maps canonical slugs in a twin's `where` (on polymorphic relations) and `populate` to the twins, so that queries are
 * written the same for both environments.
 */
export const mapWhere = (model: PromoteModel): CollectionBeforeOperationHook => {
  const twins = collectionTwins(model)
  return ({ args }) => {
    const mapped = { ...args } as unknown as { where?: Where; populate?: Record<string, unknown> }
    if (mapped.where) mapped.where = mapSlugs(mapped.where, twins) as Where
    if (mapped.populate)
      mapped.populate = Object.fromEntries(
        Object.entries(mapped.populate).map(([slug, select]) => [twins.get(slug) ?? slug, select]),
      )
    return mapped as typeof args
  }
}

const mapSlugs = (where: unknown, twins: ReadonlyMap<string, string>, path = ''): unknown => {
  if (Array.isArray(where)) return where.map((item) => mapSlugs(item, twins, path))
  if (typeof where !== 'object' || where === null || Object.getPrototypeOf(where) !== Object.prototype) {
    return typeof where === 'string' && (path.endsWith('relationTo') || path.endsWith('.relationTo'))
      ? (twins.get(where) ?? where)
      : where
  }
  return Object.fromEntries(
    Object.entries(where).map(([key, value]) => {
      const isOperator = path !== '' && !['and', 'or'].includes(key) && !key.includes('relationTo')
      return [key, mapSlugs(value, twins, isOperator ? path : key)]
    }),
  )
}
