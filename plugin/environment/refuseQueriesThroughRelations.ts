import type { FlattenedField, Payload, SanitizedCollectionConfig } from 'payload'
import { PromoteError, withHintInMessage } from '../errors.ts'
import { collectionTwins, getModel } from '../model.ts'
import { type FieldsOfSite, fieldsOfSite, findPromotedHop } from './findPromotedHop.ts'

/** The collection that is asked, and the one whose tables answer: on production, a promoted collection's twin. */
type Asked = { collection: SanitizedCollectionConfig; stored: SanitizedCollectionConfig }
type Query = { where?: unknown; sort?: unknown; field?: unknown; joins?: unknown }

/**
 * A `where` or `sort` that enters a promoted collection from a separate or shared one would join staging's table: it
 * would leak staged content and give wrong answers. It is refused however many hops away; a relation's own id may be
 * queried. A join field into a promoted collection lists staging's rows, so it is left out. A twin's own relations
 * lead to twins, but what they lead to may lead back.
 * @returns the arguments of the operation, with `joins` closed
 * @throws {PromoteError} BAD_REQUEST
 */
export const refuseQueriesThroughRelations = <Args extends object>(
  args: Args,
  { collection, stored }: Asked,
  payload: Payload,
): Args => {
  const { where, sort, field, joins } = args as Query
  const site = siteOf(payload)
  refuseStagingsFields({ where, sort, field }, { collection, stored })
  const refuse = (query: Query, fields: FlattenedField[]) => refusePaths(query, fields, site, collection.slug)
  refuse({ where, sort, field }, stored.flattenedFields)
  const closed = { ...(typeof joins === 'object' ? joins : {}) } as Record<string, unknown>
  let isChanged = false
  for (const { joinPath, field: join } of listJoins(stored)) {
    const targets = [join.collection].flat()
    if (targets.some((slug) => site.promoted.has(slug))) {
      closed[joinPath] = false
      isChanged = true
    } else if (closed[joinPath])
      for (const slug of targets) refuse(closed[joinPath] as Query, site.collections.get(slug) ?? [])
  }
  return isChanged && joins !== false ? { ...args, joins: closed } : args
}

/** Where a collection's join fields into promoted collections stand in its documents. */
export const listPromotedJoins = (collection: SanitizedCollectionConfig, payload: Payload): string[] => {
  const promoted = collectionTwins(getModel(payload.config))
  return listJoins(collection)
    .filter(({ field }) => [field.collection].flat().some((slug) => promoted.has(slug)))
    .map(({ joinPath }) => joinPath)
}

const siteOf = ({ config }: Payload): FieldsOfSite =>
  fieldsOfSite(config, new Set(collectionTwins(getModel(config)).keys()))

const listJoins = ({ joins, polymorphicJoins }: SanitizedCollectionConfig) => [
  ...Object.values(joins ?? {}).flat(),
  ...(polymorphicJoins ?? []),
]

/** What editors organise staging with (folders) is not on production. */
const refuseStagingsFields = (query: Query, { collection, stored }: Asked): void => {
  if (stored === collection) return
  const names = new Set(stored.flattenedFields.map(({ name }) => name))
  const missing = new Set(collection.flattenedFields.map(({ name }) => name).filter((name) => !names.has(name)))
  const path = listPaths(query).find((asked) => missing.has(asked.split(/\.|__/)[0]!))
  if (path)
    throw withHintInMessage(
      new PromoteError('BAD_REQUEST', `"${path}" of "${collection.slug}" is not on production.`, 'Ask without it.'),
    )
}

const listPaths = ({ where, sort, field }: Query): string[] => {
  const sorts = [sort].flat().flatMap((s) => (typeof s === 'string' ? s.split(',') : []))
  const distinct = typeof field === 'string' ? [field] : []
  return [...pathsOf(where), ...sorts.map((s) => s.trim().replace(/^-/, '')), ...distinct]
}

const refusePaths = (query: Query, fields: FlattenedField[], site: FieldsOfSite, slug: string) => {
  for (const path of listPaths(query)) {
    const relation = findPromotedHop(fields, path.replaceAll('__', '.').split('.'), site)
    if (relation)
      throw withHintInMessage(
        new PromoteError(
          'BAD_REQUEST',
          `"${path}" queries "${slug}" through the relation "${relation}" into promoted content, which has one table for each environment.`,
          `Find the ids in the promoted collection first, then query "${relation}" by id.`,
        ),
      )
  }
}

/** Every path of a `where`, those nested in an operator's value (`contains`) behind the path that they are nested in. */
const pathsOf = (where: unknown, prefix = ''): string[] => {
  if (Array.isArray(where)) return where.flatMap((item) => pathsOf(item, prefix))
  if (!isPlainObject(where)) return []
  return Object.entries(where).flatMap(([key, value]) => {
    if (['and', 'or'].includes(key.toLowerCase())) return pathsOf(value, prefix)
    const path = `${prefix}${key}`
    const nested = isPlainObject(value) ? Object.values(value).flatMap((inner) => pathsOf(inner, `${path}.`)) : []
    return [path, ...nested]
  })
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
