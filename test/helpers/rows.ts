import type { Site } from './createSite.ts'

/** Every row of a set of tables as JSON text, by table and primary key. */
export type Rows = Map<string, Map<string, string>>

type Table = { name: string; key: string[] }

const schemaOf = (site: Site): string => (site.payload.db as unknown as { schemaName?: string }).schemaName ?? 'public'

const listTables = async (site: Site): Promise<Table[]> =>
  site.query<Table>(
    `select c.relname as name, coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attnum is not null), '{}') as key
     from pg_class c
     left join pg_index i on i.indrelid = c.oid and i.indisprimary
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
     where c.relkind = 'r' and c.relnamespace = $1::regnamespace
     group by c.relname order by c.relname`,
    [schemaOf(site)],
  )

/** Production's tables, which only promotions write, and the plugin's own. */
export const isProduction = (table: string): boolean => /^(prod_)/.test(table)
export const isOwn = (table: string): boolean => /^(promote_|content_promotions|content_snapshots)/.test(table)

/** Reads whole tables, in one statement each. `xmin` tells which transaction wrote a row last. */
export const readRows = async (
  site: Site,
  which: (table: string) => boolean,
  { xmin = false }: { xmin?: boolean } = {},
): Promise<Rows> => {
  const rows: Rows = new Map()
  for (const table of await listTables(site)) {
    if (!which(table.name)) continue
    const key = table.key.length > 0 ? table.key.map((k) => `t."${k}"::text`).join(`, `) : 't.ctid::text'
    const found = await site.query<{ key: string; row: string }>(
      `select concat_ws('|', ${key}) as key, ${xmin ? `t.xmin::text || ' ' || ` : ''}to_jsonb(t)::text as row
       from "${schemaOf(site)}"."${table.name}" t`,
    )
    rows.set(table.name, new Map(found.map(({ key, row }) => [key, row])))
  }
  return rows
}

/** What differs between two readings, one line a row; empty when they are the same. */
export const changedRows = (before: Rows, after: Rows): string[] => {
  const changes: string[] = []
  for (const table of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(table) ?? new Map<string, string>()
    const now = after.get(table) ?? new Map<string, string>()
    for (const key of new Set([...old.keys(), ...now.keys()]))
      if (old.get(key) !== now.get(key))
        changes.push(`${table} ${key}: ${old.get(key) ?? 'no row'} -> ${now.get(key) ?? 'no row'}`)
  }
  return changes
}

/** Rows of everything that a promotion must leave alone. */
export const readOtherRows = (site: Site): Promise<Rows> => readRows(site, (t) => !isProduction(t) && !isOwn(t))
export const readProductionRows = (site: Site, options?: { xmin?: boolean }): Promise<Rows> =>
  readRows(site, isProduction, options)
