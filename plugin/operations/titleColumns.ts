import type { Payload } from 'payload'
import type { TitleColumns } from '../sql/compare.ts'
import { configOf, type PromotedTables } from '../sql/tablePairs.ts'

/** The column of `admin.useAsTitle`, in the root or the locales table. Without one, documents are shown by id. */
export const titleColumns = (payload: Payload, tables: PromotedTables): TitleColumns => {
  const { localization } = payload.config
  const locale = localization ? localization.defaultLocale : undefined
  const config = configOf(payload, tables.entity) as { admin?: { useAsTitle?: string } }
  const key = config.admin?.useAsTitle?.replaceAll('.', '_')
  if (!key || key === 'id' || tables.entity.kind === 'global') return { title: undefined, locale }
  const pair = [tables.root, tables.locales].find((t) => t?.rawSource.columns[key])
  const column = pair?.columns.find((c) => c.key === key)
  return { title: pair && column ? { pair, source: column.source, target: column.target } : undefined, locale }
}
