// Multiplies the template documents by SQL, table by table, into sites of any size.
import type { Payload } from 'payload'
import { type Database, getDatabase } from '../../plugin/sql/database.ts'
import { quote } from '../../plugin/sql/quote.ts'
import { relationColumns } from '../../plugin/sql/relationColumns.ts'
import { listPromotedTables, type PromotedTables, type TablePair } from '../../plugin/sql/tablePairs.ts'
import { firstId, type Multiplied, multiplied, numberMark, type Templates } from './templates.ts'

/** One document in this many is a draft that was never published, on top of the published ones. */
const draftEvery = 20

type Copies = { tables: PromotedTables; template: number; published: number; total: number }

/** Fills staging with `documents` published documents, and drafts besides. Answers how many rows they have. */
export const multiply = async (payload: Payload, templates: Templates, documents: number): Promise<number> => {
  const db = getDatabase(payload)
  const copies = new Map<Multiplied, Copies>()
  for (const [slug, share] of Object.entries(multiplied) as [Multiplied, number][]) {
    const tables = listPromotedTables(payload).find(({ key }) => key === slug)!
    const published = Math.round(documents * share)
    const total = published + (tables.drafts ? Math.round(published / draftEvery) : 0)
    const template = { pages: templates.page, posts: templates.post, products: templates.product }[slug]
    copies.set(slug, { tables, template, published, total })
  }
  for (const copy of copies.values()) await copyTable(db, copies, copy, copy.tables.root)
  let rows = documents
  for (const copy of copies.values()) {
    const { root, tables } = copy.tables
    await db.query(`select setval(pg_get_serial_sequence('${root.source}', 'id'), ${firstId + copy.total + 1})`)
    for (const pair of tables) if (pair.parent) rows += await copyTable(db, copies, copy, pair)
  }
  await db.query('vacuum (analyze)')
  return rows
}

/** `insert into posts_locales (title, …, _parent_id) select replace(title, '{{n}}', i), …, 1000 + i from posts_locales, generate_series(…)` */
const copyTable = async (
  db: Database,
  copies: Map<Multiplied, Copies>,
  copy: Copies,
  pair: TablePair,
): Promise<number> => {
  const relations = new Map(relationColumns(pair.rawSource).map(({ key, target }) => [key, target]))
  const byTable = new Map([...copies.values()].map((c) => [c.tables.root.rawSource.name, c]))
  const rowId = (column: string) => `substr(md5(r.${column} || ':' || i), 1, 24)`
  const names: string[] = []
  const values: string[] = []
  for (const [key, column] of Object.entries(pair.rawSource.columns)) {
    const name = quote(column.name)
    const related = byTable.get(relations.get(key) ?? '')
    let value = `r.${name}`
    if (key === 'id') {
      if (pair.parent && ['serial', 'integer'].includes(column.type)) continue
      value = pair.parent ? rowId('"id"') : `${firstId} + i`
    } else if (name === pair.parentColumn) value = pair.parent?.parent ? rowId(name) : `${firstId} + i`
    else if (related)
      value = `case when r.${name} is not null then ${firstId} + 1 + (i * 31) % ${related.published} end`
    else if (key === '_status')
      value = `case when i > ${copy.published} then 'draft' else 'published' end::${column.enumName}`
    else if (column.type === 'jsonb') value = `replace(r.${name}::text, '${numberMark}', i::text)::jsonb`
    else if (['varchar', 'text'].includes(column.type)) value = `replace(r.${name}, '${numberMark}', i::text)`
    names.push(name)
    values.push(value)
  }
  const chain = templateRows(pair, copy.template)
  const { rowCount } = await db.query(
    `insert into ${pair.source} (${names.join(', ')})
     select ${values.join(', ')} from (${chain}) r, generate_series(1, ${copy.total}) i`,
  )
  return rowCount ?? 0
}

/** The template's rows in one table, found up the chain of parents. */
const templateRows = (pair: TablePair, template: number): string => {
  if (!pair.parent) return `select * from ${pair.source} where "id" = ${template}`
  if (!pair.parent.parent) return `select * from ${pair.source} where ${pair.parentColumn} = ${template}`
  return `select * from ${pair.source} where ${pair.parentColumn} in (select "id" from (${templateRows(pair.parent, template)}) parents)`
}
