import type { Payload } from 'payload'
import { type Database, own } from './database.ts'
import type { Side } from './fromWithRoot.ts'
import { type Holder, listHolders, listOtherHolders } from './holders.ts'
import type { JSONRule } from './jsonRules.ts'
import { isPublished, localeIsPublished } from './published.ts'
import { literal } from './quote.ts'
import type { PromotedTables } from './tablePairs.ts'

export type Reference = {
  /** Slug of the document that points, or `global:<slug>`. */
  entity: string
  docId: string
  title: string | null
  path: string
  target: string
  targetId: string
}

/** At most this many references are listed for one column; the first ones are enough to act on. */
const listedReferences = 50

/**
 * References in the plan's staged documents to documents that will not be on production: never published, unpublished,
 * in the trash or gone. One statement a relation column, and one a column of rich text or of blocks kept as JSON.
 */
export const selectDangling = async (
  payload: Payload,
  db: Database,
  tables: PromotedTables,
  promoted: PromotedTables[],
  planId: string,
): Promise<Reference[]> => {
  const found: Reference[] = []
  const targets = new Map(
    promoted.filter((t) => t.entity.kind === 'collection').map((t) => [t.root.rawSource.name, t] as const),
  )
  if (targets.size === 0) return []
  const isMissing = (target: PromotedTables, id: string) =>
    `not exists (select 1 from ${target.root.source} x where ${id} and ${isPublished(target, 'x')})`
  for (const holder of listHolders(payload, tables)) {
    const { from, rootId } = holder.from('source')
    const filter = localeIsPublished(tables, holder.pair!, 'r', rootId)
    const changes = `${own(db, 'promote_changes')} c join ${from} on ${rootId} = c.doc_id::${tables.root.idType}`
    const where = `c.plan_id = $1 and c.entity = ${literal(tables.key)} and c.kind <> 'delete'${filter ? ` and ${filter}` : ''}`

    for (const { source, path, to } of holder.relations) {
      const target = targets.get(to)
      if (!target) continue
      const { rows } = await db.query<Reference>(
        `select c.entity, c.doc_id as "docId", c.title, ${holder.pathOf(path)} as path,
           ${literal(target.entity.slug)} as target, r.${source}::text as "targetId"
         from ${changes}
         where ${where} and r.${source} is not null and ${isMissing(target, `x."id" = r.${source}`)}
         limit ${listedReferences}`,
        [planId],
      )
      found.push(...rows)
    }

    for (const { source, path, rules } of holder.json) {
      const inJSON = findInJSON(`r.${source}`, rules)
      const missing = [...targets.values()].map(
        (target) =>
          `(f.target = ${literal(target.entity.slug)} and ${isMissing(target, 'x."id"::text = f."targetId"')})`,
      )
      const { rows } = await db.query<Reference>(
        `with found as materialized (
          select c.entity, c.doc_id as "docId", c.title, concat_ws('.', ${holder.pathOf(path)}, ref.path) as path,
            ref.target, ref.id as "targetId"
          from ${changes} ${inJSON.join}
          where ${where} and r.${source} is not null
        )
        select distinct * from found f where f."targetId" is not null and (${missing.join(' or ')}) limit ${listedReferences}`,
        [planId, ...inJSON.values],
      )
      found.push(...rows)
    }
  }
  return found
}

/**
 * What on production still points at documents that the plan deletes: production documents outside the plan, and those of
 * separate and shared collections and globals.
 */
export const selectReferencesToDeleted = async (
  payload: Payload,
  db: Database,
  promoted: PromotedTables[],
  planId: string,
): Promise<Reference[]> => {
  const { rows: entities } = await db.query<{ entity: string }>(
    `select distinct entity from ${own(db, 'promote_changes')} where plan_id = $1 and kind = 'delete'`,
    [planId],
  )
  const withDeletes = promoted.filter(({ key }) => entities.some(({ entity }) => entity === key))
  if (withDeletes.length === 0) return []
  const targets = new Map(withDeletes.map((t) => [t.root.rawSource.name, t]))
  const holders = [
    ...promoted.flatMap((tables) =>
      listHolders(payload, tables).map((holder) => ({ holder, side: 'target' as const })),
    ),
    ...listOtherHolders(payload).map((holder) => ({ holder, side: 'source' as const })),
  ]
  const found: Reference[] = []
  for (const { holder, side } of holders) found.push(...(await selectPointingAt(db, holder, side, targets, planId)))
  return found
}

const selectPointingAt = async (
  db: Database,
  holder: Holder,
  side: Side,
  targets: ReadonlyMap<string, PromotedTables>,
  planId: string,
): Promise<Reference[]> => {
  const found: Reference[] = []
  const { from, rootId } = holder.from(side)
  const changes = own(db, 'promote_changes')
  // A document of the plan is as staged afterwards: what it points at then is among the dangling references.
  const stays = holder.pair
    ? `not exists (select 1 from ${changes} c
        where c.plan_id = $1 and c.entity = ${literal(holder.entity)} and c.doc_id = ${rootId}::text)`
    : 'true'
  for (const relation of holder.relations) {
    const target = targets.get(relation.to)
    if (!target) continue
    const column = `r.${relation[side]}`
    const { rows } = await db.query<Reference>(
      `select ${literal(holder.entity)} as entity, ${rootId}::text as "docId", null as title,
         ${holder.pathOf(relation.path)} as path, ${literal(target.entity.slug)} as target, ${column}::text as "targetId"
       from ${from}
       where ${column} in (select d.doc_id::${target.root.idType} from ${changes} d
           where d.plan_id = $1 and d.entity = ${literal(target.key)} and d.kind = 'delete')
         and ${stays}
       limit ${listedReferences}`,
      [planId],
    )
    found.push(...rows)
  }

  const slugs = new Set([...targets.values()].map((target) => target.entity.slug))
  for (const column of holder.json) {
    const rules = column.rules.filter((rule) => rule.target === undefined || slugs.has(rule.target))
    if (rules.length === 0) continue
    const inJSON = findInJSON(`r.${column[side]}`, rules)
    const { rows } = await db.query<Reference>(
      `select distinct ${literal(holder.entity)} as entity, ${rootId}::text as "docId", null as title,
         concat_ws('.', ${holder.pathOf(column.path)}, ref.path) as path, ref.target, ref.id as "targetId"
       from ${from} ${inJSON.join}
       join ${changes} d on d.plan_id = $1 and d.entity = ref.target and d.doc_id = ref.id and d.kind = 'delete'
       where r.${column[side]} is not null and ${stays}
       limit ${listedReferences}`,
      [planId, ...inJSON.values],
    )
    found.push(...rows)
  }
  return found
}

/**
 * Joins `ref(path, target, id)`: what a JSON value points at. One pass finds the rich text's nodes, at any depth (all have
 * a `version`, which keeps a block's plain JSON out); each is looked through by the rules for nodes of its kind. The rules are the parameters from `$2` on.
 */
const findInJSON = (value: string, rules: JSONRule[]): { join: string; values: unknown[] } => {
  const kinds = [...new Set(rules.map((rule) => rule.node))].filter((kind) => kind !== '')
  const nodes = [
    `select '' as kind, null as block, ${value} as node`,
    ...(kinds.length > 0
      ? [
          `select n.node ->> 'type', n.node -> 'fields' ->> 'blockType', n.node
           from jsonb_path_query(${value}, 'strict $.** ? (exists (@.version) && (${kinds.map((kind) => `@.type == "${kind}"`).join(' || ')}))') n(node)`,
        ]
      : []),
  ]
  return {
    join: `cross join lateral (
      select rule.path, coalesce(rule.target, v.value ->> 'relationTo') as target,
        case when jsonb_typeof(v.value) = 'object' then v.value ->> 'value' else v.value #>> '{}' end as id
      from (${nodes.join(' union all ')}) nodes
      join unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) rule(kind, block, query, path, target)
        on rule.kind = nodes.kind and (rule.block is null or rule.block = nodes.block)
      cross join lateral jsonb_path_query(nodes.node, rule.query::jsonpath) v(value)
    ) ref`,
    values: [
      rules.map((rule) => rule.node),
      rules.map((rule) => rule.block ?? null),
      rules.map((rule) => rule.query),
      rules.map((rule) => rule.path),
      rules.map((rule) => rule.target ?? null),
    ],
  }
}
