import type { PromotedTables, TablePair } from './tablePairs.ts'

/** Condition on the staged root row `alias`: it is published and not in the trash. */
export const isPublished = (tables: PromotedTables, alias: string): string => {
  const conditions: string[] = []
  const { root } = tables
  if (tables.drafts && !tables.localizedStatus) conditions.push(`${alias}."_status" = 'published'`)
  if (tables.localizedStatus) {
    if (tables.locales)
      conditions.push(
        `exists (select 1 from ${tables.locales.source} l where l."_parent_id" = ${alias}."id" and l."_status" = 'published')`,
      )
  }
  if (tables.trash && root.rawSource.columns.deletedAt) conditions.push(`${alias}."deleted_at" is null`)
  return conditions.length > 0 ? conditions.join(' and ') : 'true'
}

/**
 * Condition on a staged child row `alias` of a site with a status for each locale: its locale is published. Undefined
 * where there is nothing to filter.
 */
export const localeIsPublished = (
  tables: PromotedTables,
  pair: TablePair,
  alias: string,
  rootId: string,
): string | undefined => {
  const { localeColumn: locale } = pair
  const { locales } = tables
  if (!tables.localizedStatus || !locale || !locales) return undefined
  if (pair === locales) return `${alias}."_status" = 'published'`
  return `(${alias}.${locale} is null or exists (select 1 from ${locales.source} pl
    where pl."_parent_id" = ${rootId} and pl."_locale" = ${alias}.${locale} and pl."_status" = 'published'))`
}
