import { type Database, own } from './database.ts'
import { literal, qualify, quote } from './quote.ts'
import { fromWithRoot, isPublished, localeIsPublished } from './selectColumns.ts'
import type { PromotedTables, RawColumn, RawTable, SchemaAdapter, TablePair } from './tablePairs.ts'

/** A column that holds ids of another document. */
type RelationColumn = { key: string; name: string; target: string }

/** Relation columns of a raw table, with the table they point at. A foreign key to the parent is none. */
export const relationColumns = (table: RawTable): RelationColumn[] => {
  const targets = new Map<string, string>()
  for (const [key, column] of Object.entries(table.columns)) {
    const target = (column as RawColumn).reference?.table ?? (column as RawColumn).relatesTo
    if (target) targets.set(key, target)
  }
  for (const { columns, foreignColumns } of Object.values(table.foreignKeys ?? {})) {
    const key = columns[0]
    if (key && !['_parentID', 'parent'].includes(key) && foreignColumns[0]) targets.set(key, foreignColumns[0].table)
  }
  return [...targets].map(([key, target]) => ({ key, name: table.columns[key]!.name, target }))
}

export type Reference = {
  entity: string
  docId: string
  title: string | null
  path: string
  target: string
  targetId: string
}

/** At most this many references are listed for one column; the first ones are enough to act on. */
const listedReferences = 50

/** Where in its document a row's relation stands: `_rels` rows say so, others are named after their column. */
const pathOf = (pair: TablePair, alias: string, key: string): string =>
  pair.rawSource.columns.path
    ? `${alias}."path"`
    : pair.parent && pair.rawSource.columns._path
      ? `concat_ws('.', ${alias}."_path", ${alias}."_order" - 1, ${literal(key)})`
      : literal(key.replaceAll('_', '.'))

/**
 * References in the plan's staged documents to documents that will not be on production: never published, unpublished
 * or in the trash. One statement a relation column.
 */
export const selectDangling = async (
  db: Database,
  tables: PromotedTables,
  byTable: ReadonlyMap<string, PromotedTables>,
  planId: string,
): Promise<Reference[]> => {
  const found: Reference[] = []
  for (const pair of tables.tables)
    for (const column of relationColumns(pair.rawSource)) {
      const target = byTable.get(column.target)
      if (!target) continue
      const { from, rootId } = fromWithRoot(pair, 'source', 'r')
      const filter = localeIsPublished(tables, pair, 'r', rootId)
      const { rows } = await db.query<Reference>(
        `select c.entity, c.doc_id as "docId", c.title, ${pathOf(pair, 'r', column.key)} as path,
           ${literal(target.entity.slug)} as target, r.${quote(column.name)}::text as "targetId"
         from ${own(db, 'promote_changes')} c
         join ${from} on ${rootId} = c.doc_id::${tables.root.idType}
         where c.plan_id = $1 and c.entity = ${literal(tables.key)} and c.kind <> 'delete'
           and r.${quote(column.name)} is not null${filter ? ` and ${filter}` : ''}
           and not exists (select 1 from ${target.root.source} x
             where x."id" = r.${quote(column.name)} and ${isPublished(target, 'x')})
         limit ${listedReferences}`,
        [planId],
      )
      found.push(...rows)
    }
  return found
}

/**
 * What on production still points at documents that the plan deletes: production documents outside the plan, and rows
 * of separate and shared collections.
 */
export const selectReferencesToDeleted = async (
  db: Database,
  adapter: SchemaAdapter,
  promoted: PromotedTables[],
  planId: string,
): Promise<Reference[]> => {
  const found: Reference[] = []
  const deleted = (target: PromotedTables) =>
    `(select doc_id::${target.root.idType} from ${own(db, 'promote_changes')}
      where plan_id = $1 and entity = ${literal(target.key)} and kind = 'delete')`
  const { rows: entities } = await db.query<{ entity: string }>(
    `select distinct entity from ${own(db, 'promote_changes')} where plan_id = $1 and kind = 'delete'`,
    [planId],
  )
  const withDeletes = new Set(entities.map((row) => row.entity))
  const bySource = new Map(promoted.map((t) => [t.root.rawSource.name, t]))
  const promotedTables = new Set(promoted.flatMap((t) => t.tables.flatMap((p) => [p.rawSource.name, p.rawTarget.name])))

  for (const tables of promoted)
    for (const pair of tables.tables)
      for (const column of relationColumns(pair.rawSource)) {
        const target = bySource.get(column.target)
        const targetColumn = pair.columns.find((c) => c.key === column.key)?.target
        if (!target || !targetColumn || !withDeletes.has(target.key)) continue
        const { from, rootId } = fromWithRoot(pair, 'target', 'r')
        const { rows } = await db.query<Reference>(
          `select ${literal(tables.key)} as entity, ${rootId}::text as "docId", null as title,
             ${pathOf(pair, 'r', column.key)} as path, ${literal(target.entity.slug)} as target, r.${targetColumn}::text as "targetId"
           from ${from}
           where r.${targetColumn} in ${deleted(target)}
             and not exists (select 1 from ${own(db, 'promote_changes')} c
               where c.plan_id = $1 and c.entity = ${literal(tables.key)} and c.doc_id = ${rootId}::text)
           limit ${listedReferences}`,
          [planId],
        )
        found.push(...rows)
      }

  for (const [name, table] of Object.entries(adapter.rawTables)) {
    if (promotedTables.has(name) || name.startsWith('_') || name.startsWith('payload_')) continue
    for (const column of relationColumns(table)) {
      const target = bySource.get(column.target)
      if (!target || !withDeletes.has(target.key)) continue
      const parent = table.columns.parent?.name ?? table.columns._parentID?.name
      const { rows } = await db.query<Reference>(
        `select ${literal(name)} as entity, r.${quote(parent ?? table.columns.id!.name)}::text as "docId", null as title,
           ${literal(column.key)} as path, ${literal(target.entity.slug)} as target, r.${quote(column.name)}::text as "targetId"
         from ${qualify(adapter.schemaName, name)} r
         where r.${quote(column.name)} in ${deleted(target)} limit ${listedReferences}`,
        [planId],
      )
      found.push(...rows)
    }
  }
  return found
}
