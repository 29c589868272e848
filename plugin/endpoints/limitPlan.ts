import type { PayloadRequest } from 'payload'
import { findCollection } from '../getCollection.ts'
import type { StoredPlan } from '../sql/plans.ts'
import { listPromotedTables } from '../sql/tablePairs.ts'
import type { Plan, PlanProblem } from '../types.ts'
import { listOpenEntities, listReadableEntities } from './readable.ts'

type Place = { collection: string; id: string }

/** The plan with counts and problems of what its reader may see; what is blocking stays, without names. */
export const limitPlan = async (req: PayloadRequest, plan: StoredPlan): Promise<Plan> => {
  const readable = await listReadableEntities(req)
  const { fingerprint: _, generation: __, expired: ___, ...shown } = plan
  return {
    ...shown,
    counts: Object.fromEntries(Object.entries(plan.counts).filter(([key]) => readable.includes(key))),
    problems: await limitProblems(req, plan.problems),
  }
}

/** Problems of what the reader may read; of the others only whether they stand in the way. */
const limitProblems = async (req: PayloadRequest, problems: PlanProblem[]): Promise<PlanProblem[]> => {
  const promoted = new Set(listPromotedTables(req.payload).map(({ key }) => key))
  const open = new Set(await listOpenEntities(req))
  const places = problems.flatMap(({ collection, id = '' }) =>
    collection !== undefined && !promoted.has(collection) ? [{ collection, id }] : [],
  )
  const readable = await findReadable(req, places)
  return problems.map((problem) => {
    const { collection, id = '', code, blocking } = problem
    if (collection === undefined || open.has(collection) || readable.has(placeKey({ collection, id }))) return problem
    return {
      code,
      blocking,
      message: 'There is a problem in content that you may not see.',
      hint: 'Ask somebody who may see it.',
    }
  })
}

/** Documents of separate and shared collections and globals that point at promoted ones, as far as the user may read them. */
const findReadable = async (req: PayloadRequest, places: Place[]): Promise<Set<string>> => {
  const readable = new Set<string>()
  for (const [collection, group] of groupByCollection(places)) {
    const ids = collection.startsWith('global:')
      ? await readableGlobal(req, collection.slice('global:'.length))
      : await readableIds(req, collection, group)
    for (const id of ids) readable.add(placeKey({ collection, id }))
  }
  return readable
}

const readableGlobal = async (req: PayloadRequest, slug: string): Promise<string[]> => {
  const config = req.payload.globals.config.find((global) => global.slug === slug)
  return (await config?.access.read({ req })) ? [slug] : []
}

const readableIds = async (req: PayloadRequest, collection: string, places: Place[]): Promise<string[]> => {
  if (!findCollection(req.payload, collection)) return []
  const { docs } = await req.payload.find({
    collection: collection as never,
    where: { id: { in: places.map(({ id }) => id) } },
    select: {} as never,
    depth: 0,
    pagination: false,
    disableErrors: true,
    overrideAccess: false,
    user: req.user,
  })
  return (docs as { id: string | number }[]).map(({ id }) => String(id))
}

const groupByCollection = (places: Place[]): Map<string, Place[]> => {
  const groups = new Map<string, Place[]>()
  for (const place of places) groups.set(place.collection, [...(groups.get(place.collection) ?? []), place])
  return groups
}

const placeKey = ({ collection, id }: Place): string => `${collection}/${id}`
