import type { Payload } from 'payload'
import toSnakeCase from 'to-snake-case'
import { PromoteError } from '../errors.ts'
import { findCollection } from '../getCollection.ts'
import { getModel, type PromotedEntity } from '../model.ts'
import { qualify, quote } from './quote.ts'

/** The adapter's raw tables, as far as the plugin reads them. */
export type RawColumn = {
  name: string
  type: string
  notNull?: boolean
  enumName?: string
  locale?: boolean
  reference?: { name: string; table: string; onDelete: string }
  /** The table that a dropped foreign key led to. */
  relatesTo?: string
}
export type RawForeignKey = { columns: string[]; foreignColumns: { name: string; table: string }[] }
export type RawTable = {
  name: string
  columns: Record<string, RawColumn>
  foreignKeys?: Record<string, RawForeignKey>
  indexes?: Record<string, { name: string; on: string | string[]; unique?: boolean }>
}
export type SchemaAdapter = {
  rawTables: Record<string, RawTable>
  tableNameMap: Map<string, string>
  schemaName?: string
  payload: Payload
  localesSuffix?: string
  relationshipsSuffix?: string
}

/** One column on both sides. Names are quoted. */
export type ColumnPair = { key: string; source: string; target: string; raw: RawColumn; rawTarget: RawColumn }

/** A table of a promoted entity and its production twin. Names are qualified and quoted. */
export type TablePair = {
  /** Unqualified name of the production table: how images name it. */
  name: string
  source: string
  target: string
  rawSource: RawTable
  rawTarget: RawTable
  /** Undefined for the root table. */
  parent: TablePair | undefined
  /** Quoted column with the parent's id; undefined for the root table. */
  parentColumn: string | undefined
  idType: string
  /** All columns on both sides, id included. */
  columns: ColumnPair[]
  /** What makes two rows equal: not when they were saved, no surrogate ids, nothing production-owned. */
  compared: ColumnPair[]
  /** Production-owned columns of this table. */
  owned: ColumnPair[]
  /** Whether `id` is an identity of its own (roots, arrays, blocks), not a number that changes with every save. */
  hasStableId: boolean
}

export type PromotedTables = {
  entity: PromotedEntity
  /** Slug for collections, `global:<slug>` for globals: how state tables name the entity. */
  key: string
  root: TablePair
  /** Root first, parents before children. */
  tables: TablePair[]
  drafts: boolean
  localizedStatus: boolean
  trash: boolean
  upload: boolean
}

const cache = new WeakMap<object, PromotedTables[]>()

/**
 * The tables of everything promoted, paired with their twins. Pairs by the order in which Payload built the tables:
 * names can differ in any way (custom `dbName`), the order can't.
 */
export const listPromotedTables = (payload: Payload): PromotedTables[] => {
  const adapter = payload.db as unknown as SchemaAdapter
  let tables = cache.get(adapter.rawTables)
  if (!tables) {
    tables = getModel(payload.config).promoted.map((entity) => pairTables(adapter, entity))
    cache.set(adapter.rawTables, tables)
  }
  return tables
}

export const entityKey = (entity: { kind: 'collection' | 'global'; slug: string }): string =>
  entity.kind === 'global' ? `global:${entity.slug}` : entity.slug

export const rootTableName = (adapter: SchemaAdapter, slug: string): string => {
  const name = adapter.tableNameMap.get(toSnakeCase(slug))
  if (!name || !adapter.rawTables[name]) throw new Error(`The adapter has no table for "${slug}".`)
  return name
}

/** The root table and everything that hangs on it, parents first, in the order Payload built them. */
export const childTables = (adapter: SchemaAdapter, root: string): RawTable[] => {
  const found = new Map<string, RawTable>([[root, adapter.rawTables[root]!]])
  let grew = true
  while (grew) {
    grew = false
    for (const [name, table] of Object.entries(adapter.rawTables)) {
      if (found.has(name)) continue
      const parent = parentKey(table)?.foreignColumns[0]?.table
      if (parent && found.has(parent)) {
        found.set(name, table)
        grew = true
      }
    }
  }
  return [...found.values()]
}

const parentKey = (table: RawTable): RawForeignKey | undefined =>
  Object.values(table.foreignKeys ?? {}).find((fk) => ['_parentID', 'parent'].includes(fk.columns[0] ?? ''))

const pairTables = (adapter: SchemaAdapter, entity: PromotedEntity): PromotedTables => {
  const model = getModel(adapter.payload.config)
  const twinSlugs = new Map(model.promoted.filter((e) => e.kind === 'collection').map((e) => [e.slug, e.twin]))
  const sources = childTables(adapter, rootTableName(adapter, entity.slug))
  const targets = childTables(adapter, rootTableName(adapter, entity.twin))
  if (sources.length !== targets.length)
    throw new PromoteError(
      'INVALID_OPTIONS',
      `"${entity.slug}" has ${sources.length} tables and its production twin ${targets.length}; they can't be paired.`,
      'A plugin after promote() changed one of the two. Put promote() last in the list of plugins.',
      { details: { source: sources.map((t) => t.name), target: targets.map((t) => t.name) } },
    )
  const config = configOf(adapter.payload, entity)
  const drafts = Boolean(typeof config.versions === 'object' && config.versions.drafts)
  const byName = new Map<string, TablePair>()
  const tables = sources.map((rawSource, index) => {
    const pair = pairTable(adapter, entity, rawSource, targets[index]!, twinSlugs, byName)
    byName.set(rawSource.name, pair)
    return pair
  })
  return {
    entity,
    key: entityKey(entity),
    root: tables[0]!,
    tables,
    drafts,
    localizedStatus: drafts && !sources[0]!.columns._status,
    trash: Boolean((config as { trash?: boolean }).trash),
    upload: Boolean((config as { upload?: unknown }).upload),
  }
}

export const configOf = (payload: Payload, entity: { kind: 'collection' | 'global'; slug: string }) => {
  const config =
    entity.kind === 'collection'
      ? findCollection(payload, entity.slug)?.config
      : payload.globals.config.find((g) => g.slug === entity.slug)
  if (!config) throw new Error(`There is no ${entity.kind} "${entity.slug}".`)
  return config
}

const pairTable = (
  adapter: SchemaAdapter,
  entity: PromotedEntity,
  rawSource: RawTable,
  rawTarget: RawTable,
  twinSlugs: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, TablePair>,
): TablePair => {
  const columns: ColumnPair[] = []
  for (const [key, raw] of Object.entries(rawSource.columns)) {
    const rawTargetColumn = rawTarget.columns[key] ?? rawTarget.columns[twinRelationKey(key, twinSlugs)]
    if (rawTargetColumn)
      columns.push({
        key,
        source: quote(raw.name),
        target: quote(rawTargetColumn.name),
        raw,
        rawTarget: rawTargetColumn,
      })
  }
  const parentKeys = parentKey(rawSource)
  const parent = parentKeys && known.get(parentKeys.foreignColumns[0]!.table)
  const parentPair = parentKeys && columns.find((c) => c.key === parentKeys.columns[0])
  const id = rawSource.columns.id
  const hasStableId =
    !parent || (id !== undefined && ['varchar', 'text'].includes(id.type) && '_order' in rawSource.columns)
  const ownedKeys = new Set(entity.productionOwned.map((path) => path.replaceAll('.', '_')))
  const isRootOrLocales = !parent || '_locale' in rawSource.columns
  const owned = isRootOrLocales && !parent?.parent ? columns.filter((c) => ownedKeys.has(c.key)) : []
  const fileURLs = isUploadRoot(adapter, entity, parent) ? columns.filter((c) => isFileURL(c.key)) : []
  const ignored = new Set([...owned, ...fileURLs].map((c) => c.key))
  return {
    name: rawTarget.name,
    source: qualify(adapter.schemaName, rawSource.name),
    target: qualify(adapter.schemaName, rawTarget.name),
    rawSource,
    rawTarget,
    parent,
    parentColumn: parentPair?.source,
    idType: sqlType(id?.type ?? 'integer'),
    columns: columns.filter((c) => !fileURLs.includes(c)),
    compared: columns.filter((c) => !ignored.has(c.key) && c.key !== 'updatedAt' && (c.key !== 'id' || hasStableId)),
    owned,
    hasStableId,
  }
}

const isUploadRoot = (adapter: SchemaAdapter, entity: PromotedEntity, parent: TablePair | undefined): boolean =>
  !parent && entity.kind === 'collection' && Boolean(findCollection(adapter.payload, entity.slug)?.config.upload)

/** Stored URLs name staging's storage; production's are made from the file name when read. */
const isFileURL = (key: string): boolean => key === 'url' || key === 'thumbnailURL' || /^sizes_.*_url$/.test(key)

/** The key of a relation column in a `_rels` table is the target's slug and "ID". */
const twinRelationKey = (key: string, twinSlugs: ReadonlyMap<string, string>): string =>
  key.endsWith('ID') ? `${twinSlugs.get(key.slice(0, -2)) ?? key.slice(0, -2)}ID` : key

const sqlType = (type: string): string => (type === 'serial' ? 'integer' : type)
