import type { Payload } from 'payload'
import { findCollection } from '../getCollection.ts'
import { getModel, type PromotedEntity } from '../model.ts'
import { pairTables, type RawPair } from './pairTables.ts'
import { qualify, quote } from './quote.ts'
import {
  type EntityTable,
  localeColumn,
  placeKeys,
  type RawColumn,
  type RawTable,
  type SchemaAdapter,
  type TableRole,
} from './rawTables.ts'

/** One column on both sides. Names are quoted. */
export type ColumnPair = { key: string; source: string; target: string; raw: RawColumn; rawTarget: RawColumn }

/** A table of a promoted entity and its production twin. Names are qualified and quoted. */
export type TablePair = {
  /** Unqualified name of the production table: how images name it. */
  name: string
  role: TableRole
  source: string
  target: string
  rawSource: RawTable
  rawTarget: RawTable
  /** Undefined for the root table. */
  parent: TablePair | undefined
  /** Quoted column with the parent's id; undefined for the root table. */
  parentColumn: string | undefined
  /** Quoted column with the row's locale, where its rows are of one. */
  localeColumn: string | undefined
  /** The columns that say where in its document a row stands. */
  place: ColumnPair[]
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
  /** The documents' localized values, where there are any. */
  locales: TablePair | undefined
  drafts: boolean
  localizedStatus: boolean
  trash: boolean
  upload: boolean
}

const cache = new WeakMap<object, PromotedTables[]>()

/** The tables of everything promoted, paired with their twins'. Read by everything that moves or compares content. */
export const listPromotedTables = (payload: Payload): PromotedTables[] => {
  const adapter = payload.db as unknown as SchemaAdapter
  let tables = cache.get(adapter.rawTables)
  if (!tables) {
    tables = getModel(payload.config).promoted.map((entity) => listTables(adapter, entity))
    cache.set(adapter.rawTables, tables)
  }
  return tables
}

export const entityKey = (entity: { kind: 'collection' | 'global'; slug: string }): string =>
  entity.kind === 'global' ? `global:${entity.slug}` : entity.slug

const listTables = (adapter: SchemaAdapter, entity: PromotedEntity): PromotedTables => {
  const config = configOf(adapter.payload, entity)
  const drafts = Boolean(typeof config.versions === 'object' && config.versions.drafts)
  const known = new Map<EntityTable, TablePair>()
  const tables = pairTables(adapter, entity).map((raw) => {
    const pair = createPair(adapter, entity, raw, known)
    known.set(raw.source, pair)
    return pair
  })
  const root = tables[0]!
  return {
    entity,
    key: entityKey(entity),
    root,
    tables,
    locales: tables.find((pair) => pair.role === 'locales' && pair.parent === root),
    drafts,
    localizedStatus: drafts && !root.rawSource.columns._status,
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

const createPair = (
  adapter: SchemaAdapter,
  entity: PromotedEntity,
  { source, target, keys }: RawPair,
  known: ReadonlyMap<EntityTable, TablePair>,
): TablePair => {
  const { role } = source
  const columns = keys.map((key): ColumnPair => {
    const [raw, rawTarget] = [source.raw.columns[key.source]!, target.raw.columns[key.target]!]
    return { key: key.source, source: quote(raw.name), target: quote(rawTarget.name), raw, rawTarget }
  })
  const columnOf = (key: string | undefined) => columns.find((c) => c.key === key)
  const parent = source.parent && known.get(source.parent)
  const hasStableId = role === 'root' || role === 'rows'
  const ownedKeys = new Set(entity.productionOwned.map((path) => path.replaceAll('.', '_')))
  const mayOwn = role === 'root' || (role === 'locales' && !parent?.parent)
  const owned = mayOwn ? columns.filter((c) => ownedKeys.has(c.key)) : []
  const fileURLs = role === 'root' && isUpload(adapter, entity) ? columns.filter((c) => isFileURL(c.key)) : []
  const ignored = new Set([...owned, ...fileURLs].map((c) => c.key))
  return {
    name: target.raw.name,
    role,
    source: qualify(adapter.schemaName, source.raw.name),
    target: qualify(adapter.schemaName, target.raw.name),
    rawSource: source.raw,
    rawTarget: target.raw,
    parent,
    parentColumn: columnOf(source.parentKey)?.source,
    localeColumn: columns.find((c) => c.raw === localeColumn(role, source.raw))?.source,
    place: placeKeys[role].flatMap((key) => columnOf(key) ?? []),
    idType: sqlType(source.raw.columns.id?.type ?? 'integer'),
    columns: columns.filter((c) => !fileURLs.includes(c)),
    compared: columns.filter((c) => !ignored.has(c.key) && c.key !== 'updatedAt' && (c.key !== 'id' || hasStableId)),
    owned,
    hasStableId,
  }
}

const isUpload = (adapter: SchemaAdapter, { kind, slug }: PromotedEntity): boolean =>
  kind === 'collection' && Boolean(findCollection(adapter.payload, slug)?.config.upload)

/** Stored URLs name staging's storage; production's are made from the file name when read. */
const isFileURL = (key: string): boolean => key === 'url' || key === 'thumbnailURL' || /^sizes_.*_url$/.test(key)

const sqlType = (type: string): string => (type === 'serial' ? 'integer' : type)
