// What the engine is measured against: the least that PostgreSQL needs for the same tables, as plain SQL.
import type { Database } from '../../plugin/sql/database.ts'
import { fromWithRoot } from '../../plugin/sql/fromWithRoot.ts'
import type { PromotedTables, TablePair } from '../../plugin/sql/tablePairs.ts'

/**
 * A comparison of both sides of every table, children included. Unlike a plan it does not know which rows belong to
 * drafts, nor that ids of child rows change with every save.
 *
 *   select count(*) from posts s full join production_posts t on t.id = s.id
 *   where row(s.title, …) is distinct from row(t.title, …)
 */
export const joinEverything = async (db: Database, entities: PromotedTables[]): Promise<void> => {
  for (const { tables } of entities) for (const pair of tables) await db.query(joinOf(pair))
}

const joinOf = (pair: TablePair): string => {
  const row = (alias: 's' | 't') =>
    `row(${pair.compared.map((c) => `${alias}.${alias === 's' ? c.source : c.target}`).join(', ')})`
  return `select count(*) from ${pair.source} s full join ${pair.target} t on t."id" = s."id"
    where ${row('s')} is distinct from ${row('t')}`
}

/**
 * A bare copy of staging's published rows into empty production tables.
 *
 *   insert into production_posts (id, title, …) select id, title, … from posts where _status = 'published';
 *   insert into production_posts_locales (…) select … from posts_locales where _parent_id in (select id from production_posts)
 */
export const copyEverything = async (db: Database, entities: PromotedTables[]): Promise<void> => {
  for (const tables of entities)
    for (const pair of tables.tables) {
      const published = tables.drafts ? `where s."_status" = 'published'` : ''
      await db.query(
        `insert into ${pair.target} (${pair.columns.map((c) => c.target).join(', ')})
         select ${pair.columns.map((c) => `s.${c.source}`).join(', ')} from ${pair.source} s
         ${pair.parent ? `where s.${pair.parentColumn} in (select "id" from ${pair.parent.target})` : published}`,
      )
    }
}

/**
 * A bare update of the rows that `changeDocuments` changed; `ids` is a query.
 *
 *   update production_posts_locales t set title = s.title, … from posts_locales s
 *   where s._parent_id = t._parent_id and s._locale = t._locale and s._parent_id in (select generate_series(…))
 */
export const updateChanged = async (db: Database, entities: PromotedTables[], ids: string): Promise<void> => {
  for (const tables of entities)
    for (const pair of changedTables(tables)) {
      const { from, rootId } = fromWithRoot(pair, 'source', 's')
      const same = pair.parent
        ? `s."_locale" = t."_locale" and s.${pair.parentColumn} = t.${pair.parentColumn}`
        : 's."id" = t."id"'
      const columns = pair.columns.filter((c) => c.key !== 'id' && !pair.owned.includes(c))
      await db.query(
        `update ${pair.target} t set ${columns.map((c) => `${c.target} = s.${c.source}`).join(', ')}
         from ${from} where ${same} and ${rootId} in (${ids})`,
      )
    }
}

/** The root, its locales and its blocks' locales: what an editor's change of texts touches. */
export const changedTables = ({ tables, root }: PromotedTables): TablePair[] =>
  tables.filter(
    (pair) =>
      pair === root || (pair.rawSource.columns._locale && (pair.parent === root || pair.parent?.parent === root)),
  )
