import { contentModel } from './contentModel.ts'
import { type Database, own } from './database.ts'
import { documentHashes } from './documentHashes.ts'
import { fromWithRoot, type Side } from './fromWithRoot.ts'
import { isPublished, localeIsPublished } from './published.ts'
import { literal } from './quote.ts'
import { matchRows, mayDiffer } from './rowHash.ts'
import type { PromotedTables, TablePair } from './tablePairs.ts'

/**
 * Collects the documents of one entity of which any row may differ, into the temp table `promote_candidate(entity, id)`.
 * One statement a table, whatever the number of rows:
 *
 *   insert into promote_candidate
 *   select 'posts', coalesce(s.id, t.id)::text from posts s full join prod_posts t on t.id = s.id
 *   where row(s.title, …) is distinct from row(t.title, …)
 */
export const insertCandidates = async (db: Database, tables: PromotedTables): Promise<void> => {
  for (const pair of tables.tables) await db.query(candidatesOf(tables, pair))
}

/** The same where production has nothing of the entity yet: all that is published. */
export const insertAllAsCandidates = async (db: Database, tables: PromotedTables): Promise<void> => {
  await db.query(
    `insert into promote_candidate
     select ${literal(tables.key)}, s."id"::text from ${tables.root.source} s where ${isPublished(tables, 's')}`,
  )
}

/** The entities of which production has nothing. */
export const selectEmptyOnProduction = async (db: Database, entities: PromotedTables[]): Promise<Set<string>> => {
  const { rows } = await db.query<{ key: string }>(
    entities
      .map(({ key, root }) => `select ${literal(key)} as key where not exists (select 1 from ${root.target})`)
      .join(' union all '),
  )
  return new Set(rows.map((row) => row.key))
}

export const createCandidateTable = async (db: Database): Promise<void> => {
  await db.query('create temp table promote_candidate (entity text not null, id text not null) on commit drop')
}

/** The entities that have candidates. Gathers the statistics that the statements on candidates are planned by. */
export const selectCandidateEntities = async (db: Database): Promise<Set<string>> => {
  await db.query('analyze promote_candidate')
  const { rows } = await db.query<{ entity: string }>('select distinct entity from promote_candidate')
  return new Set(rows.map((row) => row.entity))
}

const candidatesOf = (tables: PromotedTables, pair: TablePair): string => {
  const key = literal(tables.key)
  const differs = mayDiffer(pair, 's', 't')
  if (!pair.parent) {
    const touched = tables.upload ? ` or s."updated_at" is distinct from t."updated_at"` : ''
    return `insert into promote_candidate
      select ${key}, coalesce(s."id", t."id")::text
      from (select * from ${pair.source} p where ${isPublished(tables, 'p')}) s
      full join ${pair.target} t on ${matchRows(pair, 's', 't')}
      where ${differs}${touched}`
  }
  const filter = localeIsPublished(tables, pair, 'p', fromWithRoot(pair, 'source', 'p').rootId)
  const source = filter ? `(select p.* from ${fromWithRoot(pair, 'source', 'p').from} where ${filter})` : pair.source
  const parent = pair.parentColumn
  return `with differing as materialized (
      select s.${parent} as source_parent, t.${parent} as target_parent
      from ${source} s full join ${pair.target} t on ${matchRows(pair, 's', 't')}
      where ${differs}
    )
    insert into promote_candidate
    select ${key}, id from (
      ${climb(tables, pair, 'source')} union ${climb(tables, pair, 'target')}
    ) ids(id) where id is not null`
}

/**
 * From the parents of differing rows up to the ids of their documents. Rows of drafts have no counterpart and differ
 * always; a document that is no longer published is found by its root row.
 */
const climb = (tables: PromotedTables, pair: TablePair, side: Side): string => {
  const column = `${side}_parent`
  const { from, rootId } = pair.parent?.parent
    ? fromWithRoot(pair.parent, side, 'a')
    : { from: undefined, rootId: `d.${column}` }
  const published = side === 'source' ? isPublished(tables, 'doc') : 'true'
  return `select ${rootId}::text from differing d
      ${from ? `join ${from} on a."id" = d.${column}` : ''}
      ${published === 'true' ? '' : `join ${tables.root.source} doc on doc."id" = ${rootId} and ${published}`}`
}

/** The columns that a plan shows of a document: its title and when it was saved. */
export type TitleColumns = {
  title: { pair: TablePair; source: string; target: string } | undefined
  locale: string | undefined
}

/**
 * Turns the candidates of one entity into changes of the plan: hashes both sides, drops those that turn out equal and
 * those that are on neither side (drafts), and classifies the rest.
 */
export const insertChanges = async (
  db: Database,
  tables: PromotedTables,
  { planId, titles, isFilled }: { planId: string; titles: TitleColumns; isFilled: boolean },
): Promise<void> => {
  const key = literal(tables.key)
  const { root } = tables
  const hasUpdatedAt = Boolean(root.rawSource.columns.updatedAt)
  const updatedAt = (alias: string) => (hasUpdatedAt ? `${alias}."updated_at"` : 'null::timestamptz')
  await db.query(
    `with candidate as materialized (
      select distinct entity, id from promote_candidate where entity = ${key}
    ), source_hash as materialized (
      ${documentHashes(tables, 'source', 'promote_candidate')}
    ), target_hash as materialized (
      ${documentHashes(tables, 'target', 'promote_candidate')}
    ), side as materialized (
      select c.id,
        s."id" is not null as on_source, t."id" is not null as on_target,
        case when s."id" is not null then sh.hash end as source_hash, th.hash as target_hash,
        coalesce(${titleOf(titles, 'source', 's')}, ${titleOf(titles, 'target', 't')}) as title,
        coalesce(${updatedAt('s')}, ${updatedAt('t')}) as updated_at,
        ${tables.upload ? 's."updated_at" is distinct from t."updated_at"' : 'false'} as touched
      from candidate c
      left join ${root.source} s on s."id" = c.id::${root.idType} and ${isPublished(tables, 's')}
      left join ${root.target} t on t."id" = c.id::${root.idType}
      left join source_hash sh on sh.id = c.id::${root.idType}
      left join target_hash th on th.id = c.id::${root.idType}
    )
    insert into ${own(db, 'promote_changes')}
      (plan_id, entity, doc_id, kind, title, updated_at, updated_by, source_hash, target_hash, drift)
    select $1, ${key}, side.id,
      case when not on_target then 'create' when not on_source then 'delete' else 'update' end,
      side.title, side.updated_at, e.email, side.source_hash, side.target_hash,
      ${isFilled ? driftOf(tables) : 'false'}
    from side
    left join ${own(db, 'promote_editors')} e on e.entity = ${key} and e.doc_id = side.id
    left join ${own(db, 'promote_baselines')} b on b.entity = ${key} and b.doc_id = side.id
    where (on_source or on_target) and (source_hash is distinct from target_hash or (touched and on_source and on_target))`,
    [planId],
  )
}

/** Whether production's document is not what the last promotion left there. */
const driftOf = (tables: PromotedTables): string => `case
        when b.doc_id is null then on_target
        when b.model <> ${literal(contentModel(tables))} then false
        else b.hash is distinct from side.target_hash
      end`

/** The title in the default locale, or in any. Asked for in two steps: the index of a locales table begins with the locale. */
const titleOf = (titles: TitleColumns, side: Side, alias: string): string => {
  if (!titles.title) return 'null::text'
  const column = titles.title[side]
  if (!titles.title.pair.parent) return `${alias}.${column}::text`
  const title = (condition: string) => `(select x.${column}::text from ${titles.title!.pair[side]} x
    where x."_parent_id" = ${alias}."id" and ${condition} limit 1)`
  const any = title(`x.${column} is not null`)
  return titles.locale ? `coalesce(${title(`x."_locale" = ${literal(titles.locale)}`)}, ${any})` : any
}
