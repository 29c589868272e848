/** What of a plan its reader may see: Payload's own collection and field access decides. */
import type { FlattenedField, PayloadRequest } from 'payload'
import { scopeRequest } from '../environment/scopeRequest.ts'
import type { PromotedEntity } from '../model.ts'
import { configOf, entityKey, listPromotedTables } from '../sql/tablePairs.ts'
import { titleField } from '../titleField.ts'
import type { Change, ChangePage } from '../types.ts'

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

const accessOf = (req: PayloadRequest, entity: PromotedEntity): Access =>
  configOf(req.payload, entity).access.read as unknown as Access

/** A page of changes, without the titles that its reader may not read. */
export const limitTitles = async (req: PayloadRequest, page: ChangePage): Promise<ChangePage> => {
  const hidden = new Set<Change>()
  for (const { entity } of listPromotedTables(req.payload)) {
    if (entity.kind === 'global') continue
    const changes = page.docs.filter((change) => change.collection === entity.slug)
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
  const field = config.flattenedFields.find((f) => f.name === titleField(config)) as
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

/** The promoted collection (by slug) or global (`global:<slug>`), if the user may read it. */
export const findReadableEntity = async (req: PayloadRequest, key: string): Promise<PromotedEntity | undefined> => {
  const readable = await listReadableEntities(req)
  return listPromotedTables(req.payload)
    .map((tables) => tables.entity)
    .find((entity) => entityKey(entity) === key && readable.includes(key))
}
