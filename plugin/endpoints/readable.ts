/** What of a plan its reader may see: Payload's own collection and field access decides. */
import type { FlattenedField, PayloadRequest } from 'payload'
import { scopeRequest } from '../environment/scopeRequest.ts'
import type { PromotedEntity } from '../model.ts'
import type { StoredPlan } from '../sql/plans.ts'
import { configOf, entityKey, listPromotedTables } from '../sql/tablePairs.ts'
import type { Change, ChangePage, Plan } from '../types.ts'

type Access = (args: { req: PayloadRequest }) => unknown

/**
 * Keys of the promoted collections and globals that the user may read. A conditional right (a `where`) shows the list;
 * titles and differences are checked for each document.
 */
export const listReadableEntities = async (req: PayloadRequest): Promise<string[]> => {
  const readable: string[] = []
  for (const { key, entity } of listPromotedTables(req.payload))
    if (await accessOf(req, entity)({ req })) readable.push(key)
  return readable
}

/** Keys of those of which the user may read every document's title: only these can be searched by title. */
export const listOpenEntities = async (req: PayloadRequest): Promise<string[]> => {
  const open: string[] = []
  for (const { key, entity } of listPromotedTables(req.payload))
    if ((await accessOf(req, entity)({ req })) === true && (await mayReadTitles(req, entity))) open.push(key)
  return open
}

/** Whether a slug is among keys of collections and globals. */
export const isIn = (keys: string[], slug: string): boolean => keys.includes(slug) || keys.includes(`global:${slug}`)

const accessOf = (req: PayloadRequest, entity: PromotedEntity): Access =>
  configOf(req.payload, entity).access.read as unknown as Access

/** The plan with counts and problems of what its reader may see; what is blocking stays, without names. */
export const limitPlan = async (req: PayloadRequest, plan: StoredPlan): Promise<Plan> => {
  const readable = await listReadableEntities(req)
  const open = await listOpenEntities(req)
  const { fingerprint: _, generation: __, expired: ___, ...shown } = plan
  return {
    ...shown,
    counts: Object.fromEntries(Object.entries(plan.counts).filter(([key]) => isIn(readable, key))),
    problems: plan.problems.map((problem) =>
      problem.collection === undefined || isIn(open, problem.collection)
        ? problem
        : {
            code: problem.code,
            blocking: problem.blocking,
            message: 'There is a problem in content that you may not see.',
            hint: 'Ask somebody who may see it.',
          },
    ),
  }
}

/** A page of changes, without the titles that its reader may not read. */
export const limitTitles = async (req: PayloadRequest, page: ChangePage): Promise<ChangePage> => {
  const hidden = new Set<Change>()
  for (const { entity } of listPromotedTables(req.payload)) {
    if (entity.kind === 'global') continue
    const changes = page.docs.filter((change) => !change.global && change.collection === entity.slug)
    if (changes.length === 0) continue
    const readable = (await mayReadTitles(req, entity))
      ? await findReadableIds(req, entity, changes)
      : new Set<string>()
    for (const change of changes) if (readable && !readable.has(change.id)) hidden.add(change)
  }
  return { ...page, docs: page.docs.map((change) => (hidden.has(change) ? { ...change, title: change.id } : change)) }
}

/** The reader's access to the field that holds the title. */
const mayReadTitles = async (req: PayloadRequest, entity: PromotedEntity): Promise<boolean> => {
  const config = configOf(req.payload, entity) as { admin?: { useAsTitle?: string }; flattenedFields: FlattenedField[] }
  const field = config.flattenedFields.find((f) => f.name === config.admin?.useAsTitle) as
    | { hidden?: boolean; access?: { read?: Access } }
    | undefined
  if (field?.hidden) return false
  return field?.access?.read ? Boolean(await field.access.read({ req })) : true
}

/** Ids among the changes whose document the reader may read; undefined when that is all of them. */
const findReadableIds = async (
  req: PayloadRequest,
  entity: PromotedEntity,
  changes: Change[],
): Promise<Set<string> | undefined> => {
  if ((await accessOf(req, entity)({ req })) === true) return undefined
  const found = new Set<string>()
  for (const side of [req, scopeRequest(req)]) {
    const { docs } = await side.payload.find({
      collection: entity.slug as never,
      where: { id: { in: changes.map((change) => change.id) } },
      depth: 0,
      pagination: false,
      overrideAccess: false,
      user: req.user,
    })
    for (const doc of docs as { id: string | number }[]) found.add(String(doc.id))
  }
  return found
}

/** The promoted collection or global of a slug, if the user may read it. */
export const findReadableEntity = async (req: PayloadRequest, slug: string): Promise<PromotedEntity | undefined> => {
  const readable = await listReadableEntities(req)
  return listPromotedTables(req.payload)
    .map((tables) => tables.entity)
    .find((entity) => entity.slug === slug && readable.includes(entityKey(entity)))
}
