import type { Database } from './database.ts'
import type { Side } from './fromWithRoot.ts'
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

/** A document's row in its root table, or in its table of localized values. */
export type OwnedRow = { table: TablePair; id: string; locale: string | undefined }

/**
 * `update prod_products set stock = coalesce(stock, 0) + $2 where id = $1 and coalesce(stock, 0) + $2 >= $3 returning stock`;
 * localized: `update prod_products_locales set … where _parent_id = $1 and _locale = $2 …`
 */
export const updateOwnedColumns = async (
  db: Database,
  row: OwnedRow,
  side: Side,
  changes: OwnedChange[],
): Promise<OwnedOutcome> => {
  const { table } = row
  const values: unknown[] = keyOf(row)
  const parameter = (value: unknown, type?: string) => `$${values.push(value)}${type ? `::${type}` : ''}`
  const sets: string[] = []
  const conditions = [isRow(row)]
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
    `update ${table[side]} set ${sets.join(', ')} where ${conditions.join(' and ')}
     returning ${changes.map(({ column }) => column[side]).join(', ')}`,
    values,
  )
  const updated = rows[0]
  if (updated) {
    const named = changes.map(({ path, column }) => {
      const value = updated[column.raw.name] ?? updated[column.rawTarget.name]
      return [path, column.raw.type === 'numeric' && value !== null ? Number(value) : value]
    })
    return { status: 'done', values: Object.fromEntries(named) }
  }
  const { rowCount } = await db.query(`select 1 from ${table[side]} where ${isRow(row)}`, keyOf(row))
  return rowCount === 0 ? { status: 'missing' } : { status: 'refused' }
}

const keyOf = ({ id, locale }: OwnedRow): unknown[] => (locale === undefined ? [id] : [id, locale])

const isRow = ({ table, locale }: OwnedRow): string =>
  locale === undefined
    ? `"id" = $1::${table.idType}`
    : `"_parent_id" = $1::${table.parent?.idType ?? table.idType} and "_locale"::text = $2`

const isIncrement = (value: unknown): value is { $inc: number } =>
  typeof value === 'object' && value !== null && typeof (value as { $inc?: unknown }).$inc === 'number'
