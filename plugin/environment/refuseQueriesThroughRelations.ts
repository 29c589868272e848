import type { CollectionConfig, Field } from 'payload'
import { PromoteError, withHintInMessage } from '../errors.ts'
import { collectionTwins, type PromoteModel } from '../model.ts'

/**
 * A `where` or `sort` that goes through a relation from a separate or shared collection into a promoted one would join
 * staging's table: it would leak staged content and give wrong answers. The relation's own id may be queried.
 * @throws {PromoteError} BAD_REQUEST
 */
export const refuseQueriesThroughRelations = (
  args: { where?: unknown; sort?: unknown },
  collection: CollectionConfig,
  model: PromoteModel,
): void => {
  if (!args.where && !args.sort) return
  const relations = promotedRelationPaths(collection.fields, new Set(collectionTwins(model).keys()))
  if (relations.length === 0) return
  const paths = [...pathsOf(args.where), ...[args.sort].flat().map((s) => String(s ?? '').replace(/^-/, ''))]
  for (const path of paths) {
    const plain = path
      .split('.')
      .filter((segment) => !/^\d+$/.test(segment))
      .join('.')
      .replaceAll('__', '.')
    const relation = relations.find((r) => plain.startsWith(`${r}.`))
    const rest = relation && plain.slice(relation.length + 1)
    if (rest && !['id', 'value', 'relationTo'].includes(rest) && rest !== 'value.id')
      throw withHintInMessage(
        new PromoteError(
          'BAD_REQUEST',
          `"${path}" queries "${collection.slug}" through the relation "${relation}" into promoted content, which has one table for each environment.`,
          `Find the ids in the promoted collection first, then query "${relation}" by id.`,
        ),
      )
  }
}

const pathsOf = (where: unknown): string[] => {
  if (typeof where !== 'object' || where === null) return []
  return Object.entries(where).flatMap(([key, value]) =>
    ['and', 'or'].includes(key.toLowerCase()) && Array.isArray(value) ? value.flatMap(pathsOf) : [key],
  )
}

const promotedRelationPaths = (fields: Field[], promoted: ReadonlySet<string>, prefix = ''): string[] =>
  fields.flatMap((field) => {
    const path = 'name' in field && field.name ? `${prefix}${field.name}` : prefix.replace(/\.$/, '')
    const inner = path ? `${path}.` : ''
    if (field.type === 'relationship' || field.type === 'upload')
      return [field.relationTo].flat().some((slug) => promoted.has(slug)) ? [path] : []
    if (field.type === 'join') return [field.collection].flat().some((slug) => promoted.has(slug)) ? [path] : []
    if (field.type === 'tabs')
      return field.tabs.flatMap((tab) =>
        promotedRelationPaths(tab.fields, promoted, 'name' in tab && tab.name ? `${inner}${tab.name}.` : inner),
      )
    if (field.type === 'blocks')
      return field.blocks.flatMap((block) => [
        ...promotedRelationPaths(block.fields, promoted, inner),
        ...promotedRelationPaths(block.fields, promoted, `${inner}${block.slug}.`),
      ])
    return 'fields' in field ? promotedRelationPaths(field.fields, promoted, inner) : []
  })
