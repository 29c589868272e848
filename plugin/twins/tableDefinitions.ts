import type { Config } from 'payload'
import { answerGlobalReads } from '../environment/globalReads.ts'
import { PromoteError } from '../errors.ts'
import { getModel } from '../model.ts'
import { pairTables, type RawPair } from '../sql/pairTables.ts'
import { recordTables } from '../sql/promotions.ts'
import {
  entityTables,
  isParentKey,
  placeKeys,
  type RawTable,
  rootTableName,
  type SchemaAdapter,
} from '../sql/rawTables.ts'
import { stateTables } from '../sql/stateTables.ts'

type Init = (args: never) => HookedAdapter
type HookedAdapter = SchemaAdapter & { beforeSchemaInit?: unknown[]; name?: string; init?: () => Promise<void> }

/**
 * Hooks into the adapter before it builds its tables, so that push, migrations and run time all see the same: relaxed
 * twins, separate tables without foreign keys into promoted ones, and the plugin's own tables.
 */
export const withTableDefinitions = (db: Config['db']): Config['db'] => {
  const init = db.init as unknown as Init
  return {
    ...db,
    init: (args: never) => {
      const adapter = init(args)
      if (!adapter.rawTables)
        throw new PromoteError(
          'INVALID_OPTIONS',
          `promote() needs a PostgreSQL adapter; this config uses "${adapter.name ?? 'an unknown one'}".`,
          'Use @payloadcms/db-postgres or @payloadcms/db-vercel-postgres.',
        )
      const define = ({ schema }: { schema: unknown }) => {
        defineTables(adapter)
        return schema
      }
      adapter.beforeSchemaInit = [...(adapter.beforeSchemaInit ?? []), define]
      answerGlobalReads(adapter)
      explainLongNames(adapter)
      return adapter
    },
  } as unknown as Config['db']
}

/**
 * A twin's tables are named after their source's with a prefix, and PostgreSQL's names end at 63 characters. Payload says
 * which name is too long; this says what to do about it.
 */
const explainLongNames = (adapter: HookedAdapter): void => {
  const { init } = adapter
  adapter.init = async function () {
    try {
      await init?.call(this)
    } catch (cause) {
      const [, name] = /Invalid name: (\w+)/.exec((cause as Error).message) ?? []
      if (!name || !/(prod|stag)_/.test(name)) throw cause
      throw new PromoteError(
        'INVALID_OPTIONS',
        `The name "${name}" of a twin's table or type has ${name.length} characters; PostgreSQL takes 63.`,
        'Give the collection, or the array, block or select field that it is named after, a shorter `dbName`.',
        { cause },
      )
    }
  }
}

const defineTables = (adapter: SchemaAdapter): void => {
  const model = getModel(adapter.payload.config)
  const twinRoots = new Set<string>()
  const promotedRoots = new Set<string>()
  for (const entity of model.promoted) {
    promotedRoots.add(rootTableName(adapter, entity.slug))
    twinRoots.add(rootTableName(adapter, entity.twin))
  }

  for (const entity of model.promoted) for (const pair of pairTables(adapter, entity)) relaxTwin(pair, twinRoots)
  for (const { slug } of model.separate)
    for (const { raw } of entityTables(adapter, rootTableName(adapter, slug)))
      dropReferences(raw, (target) => promotedRoots.has(target) || twinRoots.has(target))

  for (const name of recordTables) giveOwnIds(adapter.rawTables[name]!)
  for (const table of stateTables) adapter.rawTables[table.name] = structuredClone(table)
}

/** Under `idType: 'uuidv7'` Payload makes ids in Node; the plugin's own SQL inserts records without. */
const giveOwnIds = ({ columns: { id } }: RawTable): void => {
  if (id?.type === 'uuid') id.defaultRandom = true
}

/** Everything of a twin but ids and what gives a row its place may be null, as a draft's columns may. */
const relaxTwin = ({ source, target: { raw: twin, role }, keys }: RawPair, twinRoots: ReadonlySet<string>): void => {
  for (const [key, column] of Object.entries(twin.columns))
    if (key !== 'id' && !placeKeys[role].includes(key)) column.notNull = false
  for (const key of keys) {
    const [column, sourceColumn] = [twin.columns[key.target]!, source.raw.columns[key.source]!]
    if (column.type === 'enum' && sourceColumn.enumName) column.enumName = sourceColumn.enumName
  }
  for (const index of Object.values(twin.indexes ?? {})) {
    if (!index.unique) continue
    const isOfLocales = role === 'locales' && [index.on].flat().every((key) => placeKeys.locales.includes(key))
    // The parent first: before PostgreSQL 18 the other order finds a document's rows only by reading the whole index.
    if (isOfLocales) index.on = [...placeKeys.locales]
    else index.unique = false
  }
  dropReferences(twin, (target) => twinRoots.has(target))
}

/** Drops foreign keys to other documents, remembering where they led; those from child to parent stay. */
const dropReferences = (table: RawTable, isDropped: (target: string) => boolean): void => {
  for (const column of Object.values(table.columns)) {
    const related = column.reference?.table
    if (!related || !isDropped(related)) continue
    column.relatesTo = related
    delete column.reference
  }
  for (const [key, foreignKey] of Object.entries(table.foreignKeys ?? {})) {
    const target = foreignKey.foreignColumns[0]?.table
    if (isParentKey(foreignKey) || !target || !isDropped(target)) continue
    for (const column of foreignKey.columns) if (table.columns[column]) table.columns[column].relatesTo = target
    delete table.foreignKeys?.[key]
  }
}
