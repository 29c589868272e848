/** The adapter's raw tables, as far as the plugin reads and writes them, and what each is for. */
import type { Payload } from 'payload'
import toSnakeCase from 'to-snake-case'

export type RawColumn = {
  name: string
  type: string
  notNull?: boolean
  primaryKey?: boolean
  default?: unknown
  /** PostgreSQL makes a uuid. */
  defaultRandom?: boolean
  mode?: 'string'
  precision?: 3
  withTimezone?: boolean
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

/**
 * What a table holds: the documents, their localized values, rows of arrays and blocks, relations (`_rels`), or the
 * values of fields that take several. Arrays, blocks, relations and values may have localized rows: a column with the
 * locale makes no `locales`.
 */
export type TableRole = 'root' | 'locales' | 'rows' | 'relations' | 'values'

/** A table of an entity. Its parent is undefined for the root. */
export type EntityTable = {
  raw: RawTable
  role: TableRole
  parent: EntityTable | undefined
  parentKey: string | undefined
}

/** The columns that give a row its place in its document, by key. Fields may have these names in tables of other roles. */
export const placeKeys: Record<TableRole, readonly string[]> = {
  root: [],
  locales: ['_parentID', '_locale'],
  rows: ['_parentID', '_locale', '_path', '_order'],
  relations: ['parent', 'locale', 'path', 'order'],
  values: ['parent', 'locale', 'path', 'order'],
}

/** The column with a row's locale, where its rows are of one. */
export const localeColumn = (role: TableRole, raw: RawTable): RawColumn | undefined =>
  placeKeys[role].filter((key) => key === '_locale' || key === 'locale').map((key) => raw.columns[key])[0]

export const rootTableName = (adapter: SchemaAdapter, slug: string): string => {
  const name = adapter.tableNameMap.get(toSnakeCase(slug))
  if (!name || !adapter.rawTables[name]) throw new Error(`The adapter has no table for "${slug}".`)
  return name
}

/** The root table and everything that hangs on it, parents first, in the order Payload built them. */
export const entityTables = (adapter: SchemaAdapter, root: string): EntityTable[] => {
  const rootTable: EntityTable = {
    raw: adapter.rawTables[root]!,
    role: 'root',
    parent: undefined,
    parentKey: undefined,
  }
  const found = new Map<string, EntityTable>([[root, rootTable]])
  let grew = true
  while (grew) {
    grew = false
    for (const [name, raw] of Object.entries(adapter.rawTables)) {
      if (found.has(name)) continue
      const key = findParentKey(raw)
      const parent = key && found.get(key.foreignColumns[0]!.table)
      if (!parent) continue
      found.set(name, { raw, role: roleOf(raw), parent, parentKey: key.columns[0] })
      grew = true
    }
  }
  return [...found.values()]
}

/** Whether a foreign key leads to the row that this one is part of. A field named `parent` has none: its column refers. */
export const isParentKey = ({ columns }: RawForeignKey): boolean => ['_parentID', 'parent'].includes(columns[0] ?? '')

const findParentKey = (table: RawTable): RawForeignKey | undefined =>
  Object.values(table.foreignKeys ?? {}).find(isParentKey)

/** Of a table that has a parent: Payload's columns of arrays, blocks and locales begin with `_`, those of the others do not. */
const roleOf = (table: RawTable): TableRole => {
  if (findParentKey(table)?.columns[0] === '_parentID') return '_order' in table.columns ? 'rows' : 'locales'
  return ['value', 'text', 'number'].some((key) => key in table.columns) ? 'values' : 'relations'
}
