import type { Database } from '../../plugin/sql/database.ts'
import { fromWithRoot } from '../../plugin/sql/fromWithRoot.ts'
import { quote } from '../../plugin/sql/quote.ts'
import type { PromotedTables, TablePair } from '../../plugin/sql/tablePairs.ts'
import { changedTables } from './floors.ts'
import { firstId } from './templates.ts'

/** A query for every `step`-th document's id. */
export const everyId = (step: number, documents: number): string =>
  `select generate_series(${firstId + step}, ${firstId + documents}, ${step})`

/**
 * Changes documents on staging as an editor's save does: texts in both locales, `updatedAt`, and new ids for all rows
 * that Payload deletes and inserts with every save.
 */
export const changeDocuments = async (db: Database, entities: PromotedTables[], ids: string): Promise<void> => {
  for (const tables of entities) {
    await db.query(`update ${tables.root.source} set "updated_at" = now() where "id" in (${ids})`)
    const changed = new Set(changedTables(tables))
    for (const pair of tables.tables) {
      if (!pair.parent) continue
      const sets = changed.has(pair) ? textChanges(pair) : []
      if (!pair.hasStableId) sets.push(`"id" = nextval(pg_get_serial_sequence('${pair.source}', 'id'))`)
      if (sets.length === 0) continue
      const { from, rootId } = fromWithRoot(pair, 'source', 'r')
      await db.query(
        `update ${pair.source} c set ${sets.join(', ')} where c."id" in (select r."id" from ${from} where ${rootId} in (${ids}))`,
      )
    }
  }
}

const textChanges = (pair: TablePair): string[] => {
  const columns = Object.values(pair.rawSource.columns)
  const text = columns.find((c) => c.type === 'varchar' && !['id', '_parent_id'].includes(c.name))
  const rich = columns.find((c) => c.type === 'jsonb')
  return [
    ...(text ? [`${quote(text.name)} = ${quote(text.name)} || '.'`] : []),
    ...(rich ? [`${quote(rich.name)} = jsonb_set(${quote(rich.name)}, '{root,changed}', to_jsonb(now()))`] : []),
  ]
}
