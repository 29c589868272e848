import { isDeepStrictEqual } from 'node:util'
import { computePlan, runPromotion } from 'payload-promote'
import type { Site } from '../helpers/createSite.ts'
import { type Readings, readEnvironment } from '../helpers/environments.ts'
import { putPromotionBack } from '../helpers/putBack.ts'
import { changedRows, type Rows, readOtherRows, readProductionRows } from '../helpers/rows.ts'

type Doc = Record<string, unknown>
type Owned = Map<string, { stock: number | null; note: string }>

const promoted = [
  { collection: 'pages', owned: [] },
  { collection: 'products', owned: ['stock', 'note'] },
]

/** What a promotion must leave alone. */
type Before = { others: Rows; owned: Owned }

const readOwned = async (site: Site): Promise<Owned> => {
  const rows = await site.query<{ id: number; stock: string | null; note: string }>(
    `select p.id, p.stock, coalesce(string_agg(l._locale || '=' || l.note, ',' order by l._locale), '') as note
     from prod_products p left join prod_products_locales l on l._parent_id = p.id group by p.id`,
  )
  return new Map(
    rows.map((row) => [String(row.id), { stock: row.stock === null ? null : Number(row.stock), note: row.note }]),
  )
}

/** Production's owned values as they must be: kept where the product was there, staging's where it is new. */
const expectedOwned = async (site: Site, before: Owned): Promise<Owned> => {
  const rows = await site.query<{ id: number; stock: string | null; note: string }>(
    `select p.id, p.stock, coalesce(string_agg(l._locale || '=' || l.note, ',' order by l._locale), '') as note
     from products p left join products_locales l on l._parent_id = p.id group by p.id`,
  )
  return new Map(
    rows.map((row) => [
      String(row.id),
      before.get(String(row.id)) ?? { stock: row.stock === null ? null : Number(row.stock), note: row.note },
    ]),
  )
}

/**
 * Promotes everything and returns each broken invariant as a sentence; none when all hold. `plant` does damage right
 * after the promotion, as a bug of the engine would.
 */
export const promoteAndCheck = async (site: Site, plant?: (site: Site) => Promise<void>): Promise<string[]> => {
  const before: Before = { others: await readOtherRows(site), owned: await readOwned(site) }
  const plan = await computePlan({ payload: site.payload })
  const [drifted] = await site.query<{ n: number }>(
    'select count(*)::int as n from promote_changes where plan_id = $1 and drift',
    [plan.id],
  )
  if (drifted!.n > 0) return [`${drifted!.n} documents are said to have drifted`]
  if (plan.total > 0) {
    const promotion = await runPromotion({ payload: site.payload, planId: plan.id, deleteAll: ['pages', 'products'] })
    if (promotion.status !== 'succeeded')
      return [`the promotion ${promotion.status}: ${JSON.stringify(promotion.error)}`]
  }
  await plant?.(site)
  return findViolations(site, before)
}

/** Promotes, puts production back, and returns what is not as it was before: no row may differ. */
export const promoteAndPutBack = async (site: Site): Promise<string[]> => {
  const before = await readProductionRows(site)
  const plan = await computePlan({ payload: site.payload })
  if (plan.total === 0) return []
  const promotion = await runPromotion({ payload: site.payload, planId: plan.id, deleteAll: ['pages', 'products'] })
  await putPromotionBack(site, promotion)
  return changedRows(before, await readProductionRows(site)).map((change) => `not put back: ${change}`)
}

const findViolations = async (site: Site, before: Before): Promise<string[]> => {
  const violations: string[] = []
  const others = changedRows(before.others, await readOtherRows(site))
  violations.push(...others.map((change) => `a row outside production changed: ${change}`))

  for (const args of promoted) {
    const staging = await readEnvironment(site, 'staging', args)
    const production = await readEnvironment(site, 'production', args)
    violations.push(...compareReadings(args.collection, staging, production))
  }

  const owned = await readOwned(site)
  const expected = await expectedOwned(site, before.owned)
  for (const [id, values] of owned)
    if (expected.has(id) && !isDeepStrictEqual(values, expected.get(id)))
      violations.push(`product ${id} has ${JSON.stringify(values)} instead of ${JSON.stringify(expected.get(id))}`)

  const rows = await readProductionRows(site, { xmin: true })
  const again = await computePlan({ payload: site.payload })
  if (again.total > 0) violations.push(`a plan right after has ${again.total} changes: ${JSON.stringify(again.counts)}`)
  violations.push(
    ...changedRows(rows, await readProductionRows(site, { xmin: true })).map((change) => `rewritten: ${change}`),
  )
  return violations
}

/** Documents are compared as Payload reads them. A save that changes nothing moves only `updatedAt`. */
const compareReadings = (collection: string, staging: Readings, production: Readings): string[] => {
  const violations: string[] = []
  for (const way of ['depth 0', 'depth 2 in de']) {
    const wanted = byId(staging[way]!)
    const found = byId(production[way]!)
    for (const id of wanted.keys())
      if (!found.has(id)) violations.push(`${collection} ${id} is missing on production (${way})`)
    for (const [id, doc] of found)
      if (!wanted.has(id)) violations.push(`${collection} ${id} is on production and not published (${way})`)
      else if (way === 'depth 0' && !isDeepStrictEqual(doc, wanted.get(id)))
        violations.push(
          `${collection} ${id} differs: ${JSON.stringify(doc)} instead of ${JSON.stringify(wanted.get(id))}`,
        )
  }
  return violations
}

const byId = (docs: Doc[]): Map<string, Doc> =>
  new Map(docs.map(({ updatedAt: _, ...doc }) => [String(doc.id), doc] as const))
