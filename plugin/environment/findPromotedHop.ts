import type { FlattenedBlock, FlattenedField, SanitizedConfig } from 'payload'

/** What following a query's path through a site's fields needs. */
export type FieldsOfSite = {
  promoted: ReadonlySet<string>
  collections: ReadonlyMap<string, FlattenedField[]>
  blocks: ReadonlyMap<string, FlattenedBlock>
  locales: ReadonlySet<string>
}

export const fieldsOfSite = (config: SanitizedConfig, promoted: ReadonlySet<string>): FieldsOfSite => ({
  promoted,
  collections: new Map(config.collections.map(({ slug, flattenedFields }) => [slug, flattenedFields])),
  blocks: new Map((config.blocks ?? []).map((block) => [block.slug, block])),
  locales: new Set(config.localization ? config.localization.localeCodes : []),
})

/** A virtual field may stand for a path with virtual fields in it; none goes this deep. */
const deepestPath = 50

/**
 * The part of a query's path that ends with a relation whose promoted documents the rest of the path asks about;
 * undefined if there is none. Follows the path as Payload's adapter does, and where that depends on what is asked (which
 * of a field's blocks, versions or documents), every way that it could go.
 */
export const findPromotedHop = (
  fields: FlattenedField[],
  path: readonly string[],
  site: FieldsOfSite,
): string | undefined => {
  const [first, ...rest] = path
  const inVersion = first === 'version' || first === 'parent' ? follow(fields, rest, { site, root: fields }) : undefined
  return inVersion ?? follow(fields, path, { site, root: fields })
}

type Way = { site: FieldsOfSite; root: FlattenedField[]; walked?: string[] }

const follow = (fields: FlattenedField[], path: readonly string[], way: Way): string | undefined => {
  const { site, root, walked = [] } = way
  const [segment, ...rest] = path
  if (segment === undefined || walked.length > deepestPath) return undefined
  const field = fields.find(({ name }) => name === segment)
  if (!field) return isBetweenFields(segment, site) ? follow(fields, rest, way) : undefined
  const next = { site, root, walked: [...walked, segment] }
  if ('virtual' in field && typeof field.virtual === 'string') {
    const meant = [...field.virtual.split('.'), ...rest]
    return follow(fields, meant, next) ?? follow(root, meant, next)
  }
  if (field.type === 'relationship' || field.type === 'upload' || field.type === 'join')
    return followRelation(field, rest, next)
  if (field.type === 'blocks') return followBlocks(field.blockReferences ?? field.blocks, rest, next)
  return 'flattenedFields' in field ? follow(field.flattenedFields, rest, next) : undefined
}

/** Row numbers and locales. */
const isBetweenFields = (segment: string, { locales }: FieldsOfSite) => /^\d+$/.test(segment) || locales.has(segment)

type Relation = Extract<FlattenedField, { type: 'relationship' | 'upload' | 'join' }>

const followRelation = (field: Relation, rest: string[], way: Way & { walked: string[] }): string | undefined => {
  const { site, walked } = way
  const isJoin = field.type === 'join'
  const targets = [isJoin ? field.collection : field.relationTo].flat()
  const asked = rest.filter((segment) => !isBetweenFields(segment, site) || isFieldOf(targets, segment, site)).join('.')
  // A relation's own row holds the id; a join's ids are in the other collection's rows.
  if (!isJoin && ['', 'id', 'value', 'value.id', 'relationTo'].includes(asked)) return undefined
  if (targets.some((slug) => site.promoted.has(slug))) return walked.join('.')
  const inTarget = rest[0] === 'value' ? [rest, rest.slice(1)] : [rest]
  for (const slug of targets)
    for (const path of inTarget) {
      const fields = site.collections.get(slug) ?? []
      const hop = follow(fields, path, { site, root: fields, walked })
      if (hop) return hop
    }
  return undefined
}

const isFieldOf = (slugs: string[], name: string, { collections }: FieldsOfSite) =>
  slugs.some((slug) => collections.get(slug)?.some((field) => field.name === name))

const followBlocks = (blocks: (FlattenedBlock | string)[], rest: string[], way: Way): string | undefined => {
  for (const given of blocks) {
    const block = typeof given === 'string' ? way.site.blocks.get(given) : given
    if (!block) continue
    const hop =
      follow(block.flattenedFields, rest, way) ??
      (rest[0] === block.slug ? follow(block.flattenedFields, rest.slice(1), way) : undefined)
    if (hop) return hop
  }
  return undefined
}
