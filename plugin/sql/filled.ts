import { type Database, own } from './database.ts'
import type { PromotedTables } from './tablePairs.ts'

type Entity = Pick<PromotedTables, 'key' | 'root'>

/**
 * The entities whose production has been filled by a promotion, by key. What is kept says which table was filled: a
 * collection that left `promote()` and came back has a new, empty twin. Where the plugin's own table is another one than
 * then, a dump was restored, and table numbers mean nothing. A site whose last promotion did not keep this yet counts as
 * filled everywhere; so it does while the column is still to be migrated, which is why it is read through `to_jsonb`.
 */
export const selectFilled = async (db: Database, entities: Entity[]): Promise<Set<string>> => {
  const { rows } = await db.query<{ key: string }>(
    `select e.key
     from ${own(db, 'promote_state')} s
     cross join lateral (select nullif(to_jsonb(s) -> 'filled', 'null') as tables) filled
     cross join unnest($1::text[], $2::text[]) e(key, twin)
     where s.id = 1 and s.generation > 0 and (
       filled.tables is null
       or filled.tables ->> e.key = to_regclass(e.twin)::oid::text
       or (filled.tables ? e.key and filled.tables ->> 'promote_state' <> s.tableoid::text)
     )`,
    [entities.map(({ key }) => key), entities.map(({ root }) => root.target)],
  )
  return new Set(rows.map(({ key }) => key))
}

/** Keeps that production's tables of these entities are filled. */
export const updateFilled = async (db: Database, entities: Entity[]): Promise<void> => {
  await db.query(
    `update ${own(db, 'promote_state')} s
     set filled = coalesce(s.filled, '{}') || jsonb_build_object('promote_state', s.tableoid) || (
       select jsonb_object_agg(e.key, to_regclass(e.twin)::oid) from unnest($1::text[], $2::text[]) e(key, twin))
     where s.id = 1`,
    [entities.map(({ key }) => key), entities.map(({ root }) => root.target)],
  )
}
