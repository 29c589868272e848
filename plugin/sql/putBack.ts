import { contentModel } from './contentModel.ts'
import { type Database, own } from './database.ts'
import { documentHashes } from './documentHashes.ts'
import { fromWithRoot } from './fromWithRoot.ts'
import { literal } from './quote.ts'
import type { ColumnPair, PromotedTables, TablePair } from './tablePairs.ts'

/**
 * Makes production's rows what one promotion's before-images say: what it created goes, what it changed or deleted comes
 * back, row by row. Production-owned columns of rows that still exist stay as they are now. Runs in the caller's
 * transaction; the number of statements depends on the number of tables.
 */
export const putBack = async (
  db: Database,
  entities: PromotedTables[],
  promotion: { owner: string; planId: string },
): Promise<void> => {
  await createPuttingBackTable(db, entities, promotion)
  for (const tables of entities) {
    const children = tables.tables.filter((pair) => pair.parent)
    const replaced = children.filter((pair) => pair.owned.length === 0)
    for (const pair of replaced.toReversed()) await deleteChildren(db, tables, pair)
    await putBackRoots(db, tables, promotion.owner)
    for (const pair of replaced) await insertImages(db, tables, pair, promotion.owner)
    for (const pair of children) if (pair.owned.length > 0) await putBackOwnedLocales(db, tables, pair, promotion.owner)
    await putBackBaselines(db, tables)
  }
}

/** Into the temp table `putting_back(entity, id)`: what the promotion created, and all that it kept images of. */
const createPuttingBackTable = async (
  db: Database,
  entities: PromotedTables[],
  { owner, planId }: { owner: string; planId: string },
): Promise<void> => {
  await db.query('create temp table putting_back (entity text not null, id text not null) on commit drop')
  await db.query(
    `insert into putting_back
     select entity, doc_id from ${own(db, 'promote_changes')} where plan_id = $1 and kind = 'create'
     union select entity, doc_id from ${own(db, 'promote_images')} where owner = $2 and table_name = any($3)`,
    [planId, owner, entities.map(({ root }) => root.name)],
  )
  await db.query('analyze putting_back')
}

const ids = (tables: PromotedTables): string =>
  `(select p.id::${tables.root.idType} from putting_back p where p.entity = ${literal(tables.key)})`

/** The rows of one table as the images have them; a column that is younger than the image is null. */
const imagesOf = (db: Database, tables: PromotedTables, pair: TablePair): string =>
  `(select r.* from ${own(db, 'promote_images')} i, jsonb_populate_record(null::${pair.target}, i.row) r
    where i.owner = $1 and i.entity = ${literal(tables.key)} and i.table_name = ${literal(pair.name)})`

const deleteChildren = async (db: Database, tables: PromotedTables, pair: TablePair): Promise<void> => {
  const { from, rootId } = fromWithRoot(pair, 'target', 'r')
  await db.query(
    pair.parent?.parent
      ? `delete from ${pair.target} t where t."id" in (select r."id" from ${from} where ${rootId} in ${ids(tables)})`
      : `delete from ${pair.target} t where t.${pair.parentColumn} in ${ids(tables)}`,
  )
}

/** Every column of a table's rows but those that stay: also columns that staging does not have. */
const columnsOf = (pair: TablePair, kept: ColumnPair[]): string[] => {
  const stay = new Set(kept.map((c) => c.rawTarget.name))
  return Object.values(pair.rawTarget.columns)
    .filter(({ name }) => !stay.has(name))
    .map(({ name }) => `"${name.replaceAll('"', '""')}"`)
}

const insertImages = async (db: Database, tables: PromotedTables, pair: TablePair, owner: string): Promise<void> => {
  const columns = columnsOf(pair, []).join(', ')
  await db.query(`insert into ${pair.target} (${columns}) select ${columns} from ${imagesOf(db, tables, pair)} image`, [
    owner,
  ])
}

/** Roots are changed in place, so that rows of other documents notice nothing. */
const putBackRoots = async (db: Database, tables: PromotedTables, owner: string): Promise<void> => {
  const { root } = tables
  const images = imagesOf(db, tables, root)
  const updated = columnsOf(root, root.owned).filter((name) => name !== '"id"')
  const columns = columnsOf(root, []).join(', ')
  await db.query(
    `delete from ${root.target} t where t."id" in ${ids(tables)} and t."id" not in (select image."id" from ${images} image)`,
    [owner],
  )
  if (updated.length > 0)
    await db.query(
      `update ${root.target} t set ${updated.map((name) => `${name} = image.${name}`).join(', ')}
       from ${images} image where t."id" = image."id"`,
      [owner],
    )
  await db.query(
    `insert into ${root.target} (${columns}) select ${columns} from ${images} image
     where not exists (select 1 from ${root.target} t where t."id" = image."id")`,
    [owner],
  )
}

const putBackOwnedLocales = async (
  db: Database,
  tables: PromotedTables,
  pair: TablePair,
  owner: string,
): Promise<void> => {
  const images = imagesOf(db, tables, pair)
  const columns = columnsOf(pair, []).join(', ')
  const updated = columnsOf(pair, pair.owned).filter((name) => !['"id"', '"_locale"', '"_parent_id"'].includes(name))
  await db.query(
    `delete from ${pair.target} t where t."_parent_id" in ${ids(tables)} and not exists (
       select 1 from ${images} image where image."_parent_id" = t."_parent_id" and image."_locale" = t."_locale")`,
    [owner],
  )
  await db.query(
    `insert into ${pair.target} (${columns}) select ${columns} from ${images} image
     on conflict ("_locale", "_parent_id") do ${
       updated.length > 0 ? `update set ${updated.map((name) => `${name} = excluded.${name}`).join(', ')}` : 'nothing'
     }`,
    [owner],
  )
}

/** What production looks like now is what drift is measured against. */
const putBackBaselines = async (db: Database, tables: PromotedTables): Promise<void> => {
  await db.query(
    `delete from ${own(db, 'promote_baselines')} b using putting_back p
     where p.entity = ${literal(tables.key)} and b.entity = p.entity and b.doc_id = p.id`,
  )
  await db.query(
    `insert into ${own(db, 'promote_baselines')} (entity, doc_id, hash, model)
     select ${literal(tables.key)}, hashed.id::text, hashed.hash, ${literal(contentModel(tables))}
     from (${documentHashes(tables, 'target', 'putting_back')}) hashed`,
  )
}
