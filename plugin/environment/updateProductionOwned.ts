import type { FlattenedField, Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import { findCollection } from '../getCollection.ts'
import { getDatabase } from '../sql/database.ts'
import { updateOwnedColumns } from '../sql/productionOwned.ts'
import { type ColumnPair, listPromotedTables, type PromotedTables, type TablePair } from '../sql/tablePairs.ts'
import { isFilled } from './generation.ts'

export type OwnedValue = string | number | boolean | Date | null | { $inc: number }

type NumberField = { min?: number; max?: number }

/**
 * Changes production-owned fields of one document in one statement, so that two visitors never overwrite each other.
 * Localized fields take the `locale`, in a call of their own. Until the collection's production is filled the document is the site's own.
 * Returns the fields' new values.
 * @throws {PromoteError} BAD_REQUEST, NOT_FOUND, OUT_OF_RANGE
 */
export const updateProductionOwned = async ({
  payload,
  collection,
  id,
  data,
  locale,
}: {
  payload: Payload
  collection: string
  id: string | number
  data: Record<string, OwnedValue>
  locale?: string
}): Promise<Record<string, unknown>> => {
  const tables = listPromotedTables(payload).find((t) => t.entity.kind === 'collection' && t.entity.slug === collection)
  if (locale !== undefined) assertLocale(payload, locale)
  const fields = findCollection(payload, collection)?.config.flattenedFields ?? []
  const found = Object.entries(data).map(([path, value]) => {
    const { table, column } = getOwned(tables, collection, path, locale)
    const { min, max } = (findField(fields, path.split('.')) ?? {}) as NumberField
    return { table, change: { path, column, value, min, max } }
  })
  const table = found[0]?.table
  if (!table) throw new PromoteError('BAD_REQUEST', 'Nothing to change.', 'Name at least one production-owned field.')
  const changes = found.map(({ change }) => change)
  const side = (await isFilled(payload, collection)) ? 'target' : 'source'
  const outcome = await updateOwnedColumns(getDatabase(payload), { table, id: String(id), locale }, side, changes)
  if (outcome.status === 'missing')
    throw new PromoteError(
      'NOT_FOUND',
      `There is no "${collection}" with the id ${id}${locale === undefined ? '' : ` in "${locale}"`} on production.`,
      'Check the id.',
    )
  if (outcome.status === 'refused')
    throw new PromoteError(
      'OUT_OF_RANGE',
      `The change would take ${changes.map((c) => `"${c.path}"`).join(', ')} of ${collection} ${id} out of its range.`,
      'Nothing was changed. Read the document again and decide.',
    )
  return outcome.values
}

const assertLocale = (payload: Payload, locale: string): void => {
  const known = payload.config.localization ? payload.config.localization.localeCodes : []
  if (!known.includes(locale))
    throw new PromoteError(
      'BAD_REQUEST',
      `There is no locale "${locale}".`,
      `Locales are: ${known.join(', ') || 'none'}.`,
    )
}

/** The column of an owned field in the table that `locale` speaks of. */
const getOwned = (
  tables: PromotedTables | undefined,
  collection: string,
  path: string,
  locale: string | undefined,
): { table: TablePair; column: ColumnPair } => {
  const columnIn = (table: TablePair | undefined) => table?.owned.find((c) => c.key === path.replaceAll('.', '_'))
  const [table, other] = locale === undefined ? [tables?.root, tables?.locales] : [tables?.locales, tables?.root]
  const column = columnIn(table)
  if (table && column) return { table, column }
  if (columnIn(other))
    throw locale === undefined
      ? new PromoteError(
          'BAD_REQUEST',
          `"${path}" of "${collection}" is localized: the update does not say in which locale.`,
          `Pass "locale", with localized fields only.`,
        )
      : new PromoteError(
          'BAD_REQUEST',
          `"${path}" of "${collection}" is not localized, but the update is for the locale "${locale}".`,
          `Change it in a call of its own, without "locale".`,
        )
  throw new PromoteError(
    'BAD_REQUEST',
    `"${path}" of "${collection}" is not a production-owned field.`,
    `Production-owned are: ${tables?.entity.productionOwned.join(', ') || 'none'}. Everything else is changed on staging and promoted.`,
  )
}

const findField = (fields: FlattenedField[], [name, ...rest]: string[]): FlattenedField | undefined => {
  const field = fields.find((f) => f.name === name)
  if (rest.length === 0 || !field) return field
  return 'flattenedFields' in field ? findField(field.flattenedFields, rest) : undefined
}
