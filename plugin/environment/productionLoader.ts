import { getDataLoader, type PayloadRequest } from 'payload'
import { collectionTwins, getModel } from '../model.ts'

type Loader = PayloadRequest['payloadDataLoader']
type Id = string | number

/** Stands for a document that is not on production until its reader has taken it out. Payload takes it for trashed. */
const missing = Object.freeze({ deletedAt: true })

/** Loaders that have met a document which is not there. */
const incomplete = new WeakSet<object>()

/**
 * Loads what relations of production's documents lead to. On staging the database drops references to what is deleted;
 * production's tables keep what staging said, for the day when it is published again. Until then such a reference leads
 * nowhere: null, and left out of lists. What the reader may not see is another matter: its id stays, as always.
 */
export const productionLoader = (req: PayloadRequest): Loader => {
  const loader = getDataLoader(req)
  const exists = createExistence(req)
  const own: Loader = Object.create(loader, {
    load: {
      value: async (key: string) => {
        const doc = await loader.load(key)
        if (doc) return doc
        const [, collection, id] = JSON.parse(key) as [unknown, string, Id | null]
        // Payload asks for a locale's empty relation too.
        if (id === null || (await exists(collection, id))) return doc
        incomplete.add(own)
        return missing
      },
    },
  })
  return own
}

/** A document that was read, without the references that lead nowhere. */
export const withoutMissing = <Doc>(doc: Doc, req: PayloadRequest): Doc =>
  incomplete.has(req.payloadDataLoader) ? (dropMissing(doc) as Doc) : doc

const dropMissing = (value: unknown): unknown => {
  if (value === missing) return null
  if (Array.isArray(value)) return value.filter((item) => !isMissing(item)).map(dropMissing)
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  if (isMissing(value)) return null
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dropMissing(inner)]))
}

/** A relation, or a polymorphic one: `{ relationTo, value }`. */
const isMissing = (value: unknown): boolean =>
  value === missing ||
  (typeof value === 'object' &&
    value !== null &&
    (value as { value?: unknown }).value === missing &&
    Object.keys(value).length === 2)

/** Asks for all documents of one tick in one query a collection. */
const createExistence = (req: PayloadRequest) => {
  const promoted = collectionTwins(getModel(req.payload.config))
  const batches = new Map<string, { ids: Set<Id>; found: Promise<Set<string>> }>()
  const find = async (collection: string, ids: Set<Id>): Promise<Set<string>> => {
    await Promise.resolve()
    batches.delete(collection)
    const { docs } = await req.payload.db.find<{ id: Id }>({
      collection: collection as never,
      pagination: false,
      select: { id: true },
      req,
      where: { id: { in: [...ids] } },
    })
    return new Set(docs.map(({ id }) => String(id)))
  }
  return async (collection: string, id: Id): Promise<boolean> => {
    if (!promoted.has(collection)) return true
    let batch = batches.get(collection)
    if (!batch) {
      const ids = new Set<Id>()
      batch = { ids, found: find(collection, ids) }
      batches.set(collection, batch)
    }
    batch.ids.add(id)
    return (await batch.found).has(String(id))
  }
}
