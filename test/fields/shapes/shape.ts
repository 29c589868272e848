import type { CollectionConfig } from 'payload'
import type { CollectionOption } from 'payload-promote/types'

export type Id = string | number
export type Data = Record<string, unknown>

/** Documents that shapes point at: all published, save where a test says otherwise. */
export type Refs = {
  pages: Id[]
  posts: Id[]
  media: Id[]
  /** Of the shared collection `people`. */
  people: Id[]
  /** Documents of the shape's own collection, in the order they were created. */
  own: Id[]
}

/** A document's data; `de` holds only what differs by locale. */
export type Localized = { en: Data; de?: Data }

/** A field whose slugs are this site's own; the generated types of `dev-site` know others. */
export type LooseField = { type: string; name?: string; [option: string]: unknown }
export type LooseBlock = { slug: string; fields: LooseField[]; [option: string]: unknown }

/** One field type or option, with the data of two rounds of editing. */
export type Shape = {
  /** Continues "promotes …". */
  name: string
  fields?: LooseField[]
  first: (refs: Refs) => Localized
  edited: (refs: Refs) => Localized
}

/** Shapes that share a collection. */
export type ShapeGroup = {
  collection: CollectionConfig
  option?: CollectionOption
  shapes: Shape[]
}

/** A group of shapes in a collection that has all their fields, and nothing else special. */
export const group = (
  slug: string,
  shapes: Shape[],
  collection: Omit<Partial<CollectionConfig>, 'fields'> & { fields?: LooseField[] } = {},
): ShapeGroup => ({
  collection: {
    slug,
    access: { read: () => true },
    ...collection,
    fields: [...(collection.fields ?? []), ...shapes.flatMap((shape) => shape.fields ?? [])] as never,
  },
  shapes,
})

/** A shape of one field: its values in the first and second round, and those in German where it is localized. */
export const field = (
  name: string,
  config: LooseField,
  first: unknown | ((refs: Refs) => unknown),
  edited: unknown | ((refs: Refs) => unknown),
  german?: { first: unknown | ((refs: Refs) => unknown); edited: unknown | ((refs: Refs) => unknown) },
): Shape => {
  const key = config.name!
  const dataOf = (value: unknown, refs: Refs): Data => ({
    [key]: typeof value === 'function' ? (value as (refs: Refs) => unknown)(refs) : value,
  })
  return {
    name,
    fields: [config],
    first: (refs) => ({ en: dataOf(first, refs), ...(german ? { de: dataOf(german.first, refs) } : {}) }),
    edited: (refs) => ({ en: dataOf(edited, refs), ...(german ? { de: dataOf(german.edited, refs) } : {}) }),
  }
}
