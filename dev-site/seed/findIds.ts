import type { CollectionSlug, Payload } from 'payload'

/** Finds a document's id by the value of `field`; throws when the seed has not put it there. */
export type GetId = (value: string) => number

/** The ids of a staged collection by the value of one of its fields, in English. */
export async function findIds(payload: Payload, collection: CollectionSlug, field: string): Promise<GetId> {
  const { docs } = await payload.find({ collection, depth: 0, draft: true, limit: 500, locale: 'en' })
  const ids = new Map(docs.map((doc) => [(doc as unknown as Record<string, unknown>)[field], doc.id as number]))
  return (value) => {
    const id = ids.get(value)
    if (id === undefined) throw new Error(`No document of "${collection}" has the ${field} "${value}".`)
    return id
  }
}
