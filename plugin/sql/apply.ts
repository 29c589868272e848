import { type Database, own } from './database.ts'
import { blobsField } from './files.ts'
import { fromWithRoot } from './fromWithRoot.ts'
import { isPublished, localeIsPublished } from './published.ts'
import { quote } from './quote.ts'
import type { PromotedTables, TablePair } from './tablePairs.ts'

/** Copies the plan's changes into the temp table `promoting(entity, id, kind)`, with statistics. */
export const createPromotingTable = async (db: Database, planId: string): Promise<void> => {
  await db.query(
    'create temp table promoting (entity text not null, id text not null, kind text not null) on commit drop',
  )
  await db.query(
    `insert into promoting select entity, doc_id, kind from ${own(db, 'promote_changes')} where plan_id = $1`,
    [planId],
  )
  await db.query('create index on promoting (entity)')
  await db.query('analyze promoting')
}

/** Ids of one entity's changes, in its id type. `$1` is the entity's key. */
const idsOf = (tables: PromotedTables, kinds: ('create' | 'update' | 'delete')[]): string =>
  `(select id::${tables.root.idType} from promoting where entity = $1 and kind in (${kinds.map((k) => `'${k}'`).join(', ')}))`

/**
 * Locks the staged documents of a promotion against writers until the transaction ends: an editor's save waits, it is
 * neither lost nor half promoted. Readers and drafts are not held up.
 */
export const lockSources = async (db: Database, tables: PromotedTables): Promise<void> => {
  await db.query(
    `select count(*) from (
      select 1 from ${tables.root.source} s where s."id" in ${idsOf(tables, ['create', 'update', 'delete'])}
      order by s."id" for share
    ) locked`,
    [tables.key],
  )
}

/** Whether visitors write to rows of this entity: its roots are then touched only while the gate is closed. */
export const hasProductionOwned = (tables: PromotedTables): boolean =>
  tables.tables.some((pair) => pair.owned.length > 0)

/**
 * Makes production's rows what staging's are, for the documents being promoted, but for what visitors write to.
 * Roots are updated in place, so that no row of another document notices; children are replaced.
 */
export const applyContents = async (db: Database, tables: PromotedTables): Promise<void> => {
  const children = tables.tables.filter((pair) => pair.parent && pair.owned.length === 0)
  for (const pair of children.toReversed()) await deleteChildren(db, tables, pair)
  await insertRoots(db, tables)
  if (!hasProductionOwned(tables)) await replaceRoots(db, tables)
  for (const pair of children) await insertChildren(db, tables, pair)
}

/** The rest, for entities with production-owned fields: rows updated in place, without those columns. */
export const applyProductionOwned = async (db: Database, tables: PromotedTables): Promise<void> => {
  await replaceRoots(db, tables)
  for (const pair of tables.tables) if (pair.parent && pair.owned.length > 0) await applyOwnedLocales(db, tables, pair)
}

/**
 * Before anything is inserted, deepest tables first: no cascade has anything left to do.
 *
 *   delete from prod_posts_items t where t._parent_id in (…)
 */
const deleteChildren = async (db: Database, tables: PromotedTables, pair: TablePair): Promise<void> => {
  const { rootId, from } = fromWithRoot(pair, 'target', 'r')
  const doomed = idsOf(tables, ['update', 'delete'])
  await db.query(
    pair.parent?.parent
      ? `delete from ${pair.target} t where t."id" in (select r."id" from ${from} where ${rootId} in ${doomed})`
      : `delete from ${pair.target} t where t.${pair.parentColumn} in ${doomed}`,
    [tables.key],
  )
}

const insertChildren = async (db: Database, tables: PromotedTables, pair: TablePair): Promise<void> => {
  const { rootId, from } = fromWithRoot(pair, 'source', 'r')
  const filter = localeIsPublished(tables, pair, 'r', rootId)
  await db.query(
    `insert into ${pair.target} (${pair.columns.map((c) => c.target).join(', ')})
     select ${pair.columns.map((c) => `r.${c.source}`).join(', ')}
     from ${from}
     where ${rootId} in ${idsOf(tables, ['create', 'update'])}${filter ? ` and ${filter}` : ''}`,
    [tables.key],
  )
}

/** Columns of a root row with the expressions over the staged row `s` that fill them. */
const rootValues = (db: Database, tables: PromotedTables): { target: string; value: string; owned: boolean }[] => {
  const { root } = tables
  const blobs = root.rawTarget.columns[blobsField]
  return [
    ...root.columns.map((c) => ({ target: c.target, value: `s.${c.source}`, owned: root.owned.includes(c) })),
    ...(blobs
      ? [
          {
            target: quote(blobs.name),
            value: `(select f.files from ${own(db, 'promote_files')} f where f.entity = $1 and f.doc_id = s."id"::text)`,
            owned: false,
          },
        ]
      : []),
  ]
}

/** `insert into prod_posts (id, title, …) select s.id, s.title, … from posts s where s.id in (…)` */
const insertRoots = async (db: Database, tables: PromotedTables): Promise<void> => {
  const values = rootValues(db, tables)
  await db.query(
    `insert into ${tables.root.target} (${values.map((v) => v.target).join(', ')})
     select ${values.map((v) => v.value).join(', ')} from ${tables.root.source} s
     where s."id" in ${idsOf(tables, ['create'])} and ${isPublished(tables, 's')}`,
    [tables.key],
  )
}

/** `update prod_posts t set title = s.title, … from posts s where s.id = t.id and s.id in (…)`, and the deletes. */
const replaceRoots = async (db: Database, tables: PromotedTables): Promise<void> => {
  const { root } = tables
  const updated = rootValues(db, tables).filter((v) => !v.owned && v.target !== '"id"')
  if (updated.length > 0)
    await db.query(
      `update ${root.target} t set ${updated.map((v) => `${v.target} = ${v.value}`).join(', ')}
       from ${root.source} s
       where s."id" = t."id" and s."id" in ${idsOf(tables, ['update'])} and ${isPublished(tables, 's')}`,
      [tables.key],
    )
  await db.query(`delete from ${root.target} t where t."id" in ${idsOf(tables, ['delete'])}`, [tables.key])
}

/**
 * A locales table with production-owned columns: rows are matched by locale and keep those columns. A locale that is new
 * to a document of production brings no such values: only a new document starts with staging's.
 */
const applyOwnedLocales = async (db: Database, tables: PromotedTables, pair: TablePair): Promise<void> => {
  const owned = new Set(pair.owned)
  const copied = pair.columns.filter((c) => c.key !== 'id')
  const updated = copied.filter((c) => !owned.has(c) && !['_locale', '_parentID'].includes(c.key))
  const filter = localeIsPublished(tables, pair, 's', 's."_parent_id"')
  const changed = idsOf(tables, ['create', 'update'])
  const created = idsOf(tables, ['create'])
  await db.query(
    `delete from ${pair.target} t where t."_parent_id" in ${idsOf(tables, ['update', 'delete'])}
     and not exists (select 1 from ${pair.source} s
       where s."_parent_id" = t."_parent_id" and s."_locale" = t."_locale"${filter ? ` and ${filter}` : ''})`,
    [tables.key],
  )
  await db.query(
    `insert into ${pair.target} (${pair.columns.map((c) => c.target).join(', ')})
     select ${pair.columns.map((c) => (owned.has(c) ? `case when s."_parent_id" in ${created} then s.${c.source} end` : `s.${c.source}`)).join(', ')}
     from ${pair.source} s
     where s."_parent_id" in ${changed}${filter ? ` and ${filter}` : ''}
     on conflict ("_locale", "_parent_id") do ${
       updated.length > 0
         ? `update set ${updated.map((c) => `${c.target} = excluded.${c.target}`).join(', ')}`
         : 'nothing'
     }`,
    [tables.key],
  )
}

/** New planner statistics for production's tables of one entity, after many of their rows were written. */
export const analyzeTwins = async (db: Database, tables: PromotedTables): Promise<void> => {
  await db.query(`analyze ${tables.tables.map((pair) => pair.target).join(', ')}`)
}
