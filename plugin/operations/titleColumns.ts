import type { Payload } from 'payload'
import type { TitleColumns } from '../sql/compare.ts'
import { configOf, type PromotedTables } from '../sql/tablePairs.ts'
import { titleField } from '../titleField.ts'

/** The column of the title's field, in the root or the locales table. Without one, documents are shown by id. */
export const titleColumns = (payload: Payload, tables: PromotedTables): TitleColumns => {
  const { localization } = payload.config
  const locale = localization ? localization.defaultLocale : undefined
  const key = titleField(configOf(payload, tables.entity) as Parameters<typeof titleField>[0])?.replaceAll('.', '_')
  if (!key || tables.entity.kind === 'global') return { title: undefined, locale }
  const pair = [tables.root, tables.locales].find((t) => t?.rawSource.columns[key])
  const column = pair?.columns.find((c) => c.key === key)
  return { title: pair && column ? { pair, source: column.source, target: column.target } : undefined, locale }
}
