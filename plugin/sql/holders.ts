import type { FlattenedField, Payload } from 'payload'
import { getModel } from '../model.ts'
import { fieldPlaces, type TablePlace } from './fieldPlaces.ts'
import { fromWithRoot, type Side, type TableChain } from './fromWithRoot.ts'
import type { JSONRule } from './jsonRules.ts'
import { literal, qualify, quote } from './quote.ts'
import {
  type EntityTable,
  entityTables,
  type RawTable,
  rootTableName,
  type SchemaAdapter,
  type TableRole,
} from './rawTables.ts'
import { relationColumns } from './relationColumns.ts'
import { configOf, type PromotedTables, type TablePair } from './tablePairs.ts'

/** A column that holds ids of other documents: as a relation, or as JSON. Names are quoted. */
type Relation = { source: string; target: string; path: string; to: string }
type JSONColumn = { source: string; target: string; path: string; rules: JSONRule[] }

/** A table whose rows may point at other documents. */
export type Holder = {
  /** Slug, or `global:<slug>`. */
  entity: string
  /** Set for tables of promoted entities. */
  pair: TablePair | undefined
  relations: Relation[]
  json: JSONColumn[]
  /** The rows, aliased `r`, with their document's id. */
  from: (side: Side) => { from: string; rootId: string }
  /** SQL for the path of a field of row `r`. */
  pathOf: (path: string) => string
}

type Chain = TableChain & { raw: RawTable; role: TableRole; parent: Chain | undefined }

/** Tables of a promoted entity that may point at other documents. */
export const listHolders = (payload: Payload, tables: PromotedTables): Holder[] => {
  const adapter = payload.db as unknown as SchemaAdapter
  const fields = configOf(payload, tables.entity).flattenedFields as FlattenedField[]
  const places = fieldPlaces(adapter, tables.root.rawSource.name, fields)
  const chains = new Map<TablePair, Chain>()
  return tables.tables.flatMap((pair) => {
    const chain: Chain = { ...pair, raw: pair.rawSource, parent: pair.parent && chains.get(pair.parent) }
    chains.set(pair, chain)
    const targetOf = (key: string) => pair.columns.find((c) => c.key === key)?.target
    return createHolder(tables.key, pair, chain, places, targetOf)
  })
}

/** Tables of separate and shared collections and globals, which live on production. */
export const listOtherHolders = (payload: Payload): Holder[] => {
  const adapter = payload.db as unknown as SchemaAdapter
  const model = getModel(payload.config)
  const ours = new Set(model.separate.map((entity) => entity.twin))
  for (const { kind, slug, twin } of model.promoted)
    for (const name of [slug, twin]) ours.add(kind === 'global' ? `global:${name}` : name)
  const others = [
    ...payload.config.collections.map((config) => ({ entity: config.slug as string, config })),
    ...payload.config.globals.map((config) => ({ entity: `global:${config.slug}`, config })),
  ].filter(({ entity }) => !ours.has(entity) && !entity.startsWith('payload-'))

  return others.flatMap(({ entity, config }) => {
    const root = rootTableName(adapter, config.slug)
    const places = fieldPlaces(adapter, root, config.flattenedFields as FlattenedField[])
    const chains = new Map<EntityTable, Chain>()
    return entityTables(adapter, root).flatMap((table) => {
      const { raw, role, parentKey } = table
      const name = qualify(adapter.schemaName, raw.name)
      const parentColumn = parentKey && quote(raw.columns[parentKey]!.name)
      const chain: Chain = {
        source: name,
        target: name,
        parent: table.parent && chains.get(table.parent),
        parentColumn,
        raw,
        role,
      }
      chains.set(table, chain)
      return createHolder(entity, undefined, chain, places, (column) => {
        const found = raw.columns[column]
        return found && quote(found.name)
      })
    })
  })
}

const createHolder = (
  entity: string,
  pair: TablePair | undefined,
  chain: Chain,
  places: ReadonlyMap<string, TablePlace>,
  targetOf: (key: string) => string | undefined,
): Holder[] => {
  const { raw } = chain
  // A locales table continues its parent's rows.
  const place = places.get(chain.role === 'locales' && chain.parent ? chain.parent.raw.name : raw.name)
  const columnOf = (key: string) => {
    const target = targetOf(key)
    return raw.columns[key] && target
      ? [{ source: quote(raw.columns[key].name), target, path: place?.columns.get(key) ?? key }]
      : []
  }
  const relations = relationColumns(raw).flatMap(({ key, target: to }) =>
    columnOf(key).map((column) => ({ ...column, to })),
  )
  const json = (place?.json ?? []).flatMap(({ key, rules }) =>
    rules.length > 0 ? columnOf(key).map((column) => ({ ...column, rules })) : [],
  )
  if (relations.length === 0 && json.length === 0) return []
  return [
    {
      entity,
      pair,
      relations,
      json,
      from: (side) => fromWithRoot(chain, side, 'r'),
      pathOf: (path) => pathInDocument(chain, places, path),
    },
  ]
}

/** `rows.0.image`: rows of relations say their path, blocks where they stand, arrays count their rows. */
const pathInDocument = (chain: Chain, places: ReadonlyMap<string, TablePlace>, path: string): string => {
  if (chain.role === 'relations') return 'r."path"'
  const parts = [literal(path)]
  let current: Chain | undefined = chain
  for (let depth = 0; current?.parent; depth++, current = current.parent) {
    const alias = depth === 0 ? 'r' : `r_p${depth}`
    if (current.role === 'rows' && current.raw.columns._path) {
      parts.unshift(`${alias}."_path"`, `${alias}."_order" - 1`)
      break
    }
    const { array } = places.get(current.raw.name) ?? {}
    if (array) parts.unshift(literal(array), `${alias}."_order" - 1`)
  }
  return parts.length > 1 ? `concat_ws('.', ${parts.join(', ')})` : parts[0]!
}
