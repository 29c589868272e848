import { isParentKey, type RawTable } from './rawTables.ts'

/** A column that holds ids of another document. */
export type RelationColumn = { key: string; name: string; target: string }

/** Relation columns of a raw table, with the table they point at. A foreign key to the parent is none. */
export const relationColumns = (table: RawTable): RelationColumn[] => {
  const targets = new Map<string, string>()
  for (const [key, column] of Object.entries(table.columns)) {
    const target = column.reference?.table ?? column.relatesTo
    if (target) targets.set(key, target)
  }
  for (const foreignKey of Object.values(table.foreignKeys ?? {})) {
    const { columns, foreignColumns } = foreignKey
    const key = columns[0]
    if (key && !isParentKey(foreignKey) && foreignColumns[0]) targets.set(key, foreignColumns[0].table)
  }
  return [...targets].map(([key, target]) => ({ key, name: table.columns[key]!.name, target }))
}
