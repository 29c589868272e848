import { type FlattenedField, getFieldByPath, type SanitizedConfig } from 'payload'

/** What turns a query with canonical slugs into one on production's twins. */
export type Mapping = { config: SanitizedConfig; twins: ReadonlyMap<string, string>; fields: FlattenedField[] }

type Members = Record<string, unknown>

/** A `where`: the slugs that it compares polymorphic relations with (`relationTo`) become the twins'. */
export const mapWhere = (where: unknown, mapping: Mapping): unknown => {
  if (Array.isArray(where)) return where.map((item) => mapWhere(item, mapping))
  if (!isMembers(where)) return where
  return mapMembers(where, (key, value) =>
    ['and', 'or'].includes(key.toLowerCase()) ? mapWhere(value, mapping) : mapConstraint(key, value, mapping),
  )
}

/** The `where`s of each join; the fields are those of the collections that it joins. */
export const mapJoins = (joins: unknown, fieldsOf: (joinPath: string) => Mapping): unknown =>
  isMembers(joins)
    ? mapMembers(joins, (path, query) =>
        isMembers(query) && 'where' in query ? { ...query, where: mapWhere(query.where, fieldsOf(path)) } : query,
      )
    : joins

/** `{ 'poly.relationTo': { equals: 'pages' } }` and `{ poly: { equals: { relationTo: 'pages', value: 1 } } }`. */
const mapConstraint = (path: string, constraint: unknown, mapping: Mapping): unknown => {
  if (!isMembers(constraint)) return constraint
  const isSlug = /(^|\.|__)relationTo$/.test(path) && !isField(path, mapping)
  return mapMembers(constraint, (_operator, value) => {
    if (isSlug) return mapSlugs(value, mapping.twins)
    // `contains` holds a query of its own.
    return isMembers(value) && !('relationTo' in value)
      ? mapMembers(value, (key, inner) => mapConstraint(`${path}.${key}`, inner, mapping))
      : mapRelations(value, mapping.twins)
  })
}

/** A site may have a field of this name. */
const isField = (path: string, { config, fields }: Mapping): boolean =>
  getFieldByPath({ config, fields, includeRelationships: true, path: path.replaceAll('__', '.') })?.field.name ===
  'relationTo'

/** A twin's own slug names nothing. */
const unknownSlug = '-'

const mapSlugs = (value: unknown, twins: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapSlugs(item, twins))
  if (typeof value !== 'string') return value
  const isTwin = new Set(twins.values())
  return value
    .split(',')
    .map((slug) => slug.trim())
    .map((slug) => twins.get(slug) ?? (isTwin.has(slug) ? unknownSlug : slug))
    .join(',')
}

const mapRelations = (value: unknown, twins: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => mapRelations(item, twins))
  return isMembers(value) && 'relationTo' in value ? { ...value, relationTo: mapSlugs(value.relationTo, twins) } : value
}

const mapMembers = (members: Members, map: (key: string, value: unknown) => unknown): Members =>
  Object.fromEntries(Object.entries(members).map(([key, value]) => [key, map(key, value)]))

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)
