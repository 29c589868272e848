import type { RawColumn, RawTable } from './tablePairs.ts'

/** A column that holds ids of another document. */
export type RelationColumn = { key: string; name: string; target: string }

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
