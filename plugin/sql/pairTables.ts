/** Which table of a production twin belongs to which of its source, and which column to which. */
import { PromoteError } from '../errors.ts'
import { collectionTwins, getModel, type PromotedEntity, twinTablePrefix } from '../model.ts'
import { blobsField } from './files.ts'
import { type EntityTable, entityTables, type RawTable, rootTableName, type SchemaAdapter } from './rawTables.ts'

export type RawPair = {
  source: EntityTable
  target: EntityTable
  /** Keys of the columns on both sides; that of a relation names its target. */
  keys: { source: string; target: string }[]
}

/**
 * Pairs the tables of an entity with its twin's by the order in which Payload built them, and checks that names and
 * columns agree.
 * @throws {PromoteError} INVALID_OPTIONS
 */
export const pairTables = (adapter: SchemaAdapter, entity: PromotedEntity): RawPair[] => {
  const sources = entityTables(adapter, rootTableName(adapter, entity.slug))
  const targets = entityTables(adapter, rootTableName(adapter, entity.twin))
  const twinOf = collectionTwins(getModel(adapter.payload.config))
  const pairs = sources.map((source, index) => {
    const target = targets[index]
    if (!target || target.raw.name !== `${twinTablePrefix}${source.raw.name}` || target.role !== source.role)
      throw unpaired(entity, `the table "${source.raw.name}" has no counterpart`, {
        source: sources.map(({ raw }) => raw.name),
        target: targets.map(({ raw }) => raw.name),
      })
    return { source, target, keys: pairColumns(adapter, entity, source.raw, target.raw, twinOf) }
  })
  const extra = targets[sources.length]
  if (extra) throw unpaired(entity, `the twin has a table "${extra.raw.name}" of its own`, { target: extra.raw.name })
  return pairs
}

const pairColumns = (
  adapter: SchemaAdapter,
  entity: PromotedEntity,
  source: RawTable,
  target: RawTable,
  twinOf: ReadonlyMap<string, string>,
): RawPair['keys'] => {
  const isStagings = (key: string) => key === folderKey(adapter)
  const keys = Object.keys(source.columns)
    .filter((key) => key in target.columns || !isStagings(key))
    .map((key) => ({ source: key, target: key in target.columns ? key : twinRelationKey(key, twinOf) }))
  const lost = keys.find((key) => !(key.target in target.columns))
  if (lost)
    throw unpaired(entity, `the column "${source.columns[lost.source]!.name}" of "${source.name}" has no counterpart`, {
      source: Object.keys(source.columns),
      target: Object.keys(target.columns),
    })
  const paired = new Set(keys.map((key) => key.target))
  const extra = Object.keys(target.columns).find((key) => !paired.has(key) && key !== blobsField)
  if (extra)
    throw unpaired(entity, `the column "${target.columns[extra]!.name}" of "${target.name}" has no counterpart`, {
      source: Object.keys(source.columns),
      target: Object.keys(target.columns),
    })
  return keys
}

/** The folder of a document is its editors' affair: Payload adds it to the collection, the twin has none. */
const folderKey = ({ payload }: SchemaAdapter): string | undefined => {
  const { folders } = payload.config
  return folders ? (folders.fieldName ?? 'folder') : undefined
}

/** The key of a relation column in a `_rels` table is the target's slug and "ID". */
const twinRelationKey = (key: string, twinOf: ReadonlyMap<string, string>): string =>
  key.endsWith('ID') ? `${twinOf.get(key.slice(0, -2)) ?? key.slice(0, -2)}ID` : key

const unpaired = (entity: PromotedEntity, what: string, details: Record<string, unknown>) =>
  new PromoteError(
    'INVALID_OPTIONS',
    `The tables of "${entity.slug}" and of its production twin can't be paired: ${what}.`,
    'A plugin or a schema hook that runs after promote() changed one of the two. Put promote() last in the list of plugins, and change both tables in `beforeSchemaInit`.',
    { details },
  )
