import type { Database } from './database.ts'
import type { Side } from './selectColumns.ts'
import type { ColumnPair, TablePair } from './tablePairs.ts'

export type OwnedChange = {
  path: string
  column: ColumnPair
  value: unknown
  min: number | undefined
  max: number | undefined
}

export type OwnedOutcome =
  | { status: 'done'; values: Record<string, unknown> }
  | { status: 'missing' }
  | { status: 'refused' }

/** `update prod_products set stock = coalesce(stock, 0) + $2 where id = $1 and coalesce(stock, 0) + $2 >= $3 returning stock` */
export const updateOwnedColumns = async (
  db: Database,
  root: TablePair,
  side: Side,
  id: string,
  changes: OwnedChange[],
): Promise<OwnedOutcome> => {
  const values: unknown[] = [id]
  const parameter = (value: unknown, type?: string) => `$${values.push(value)}${type ? `::${type}` : ''}`
  const sets: string[] = []
  const conditions = [`"id" = $1::${root.idType}`]
  for (const { column, value, min, max } of changes) {
    const name = column[side]
    const step = isIncrement(value) ? value.$inc : undefined
    const next =
      step === undefined
        ? parameter(value, column.raw.type === 'numeric' ? 'numeric' : undefined)
        : `coalesce(${name}, 0) + ${parameter(step, 'numeric')}`
    sets.push(`${name} = ${next}`)
    if (column.raw.type === 'numeric') {
      if (min !== undefined) conditions.push(`${next} >= ${parameter(min, 'numeric')}`)
      if (max !== undefined) conditions.push(`${next} <= ${parameter(max, 'numeric')}`)
    }
  }
  const { rows } = await db.query(
    `update ${root[side]} set ${sets.join(', ')} where ${conditions.join(' and ')}
     returning ${changes.map(({ column }) => column[side]).join(', ')}`,
    values,
  )
  const row = rows[0]
  if (row) {
    const named = changes.map(({ path, column }) => {
      const value = row[column.raw.name] ?? row[column.rawTarget.name]
      return [path, column.raw.type === 'numeric' && value !== null ? Number(value) : value]
    })
    return { status: 'done', values: Object.fromEntries(named) }
  }
  const { rowCount } = await db.query(`select 1 from ${root[side]} where "id" = $1::${root.idType}`, [id])
  return rowCount === 0 ? { status: 'missing' } : { status: 'refused' }
}

const isIncrement = (value: unknown): value is { $inc: number } =>
  typeof value === 'object' && value !== null && typeof (value as { $inc?: unknown }).$inc === 'number'
