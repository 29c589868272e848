import { type CollectionBeforeValidateHook, type CollectionConfig, ValidationError } from 'payload'
import { publicContent } from '../access.ts'
import type { ObjectType } from '../payload-types.ts'

const kindChecks: Record<ObjectType['fields'][number]['kind'], (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  image: (value) => typeof value === 'number' || typeof value === 'string',
}

const isMissing = (value: unknown) => value === undefined || value === null || value === ''

/** What is wrong with `data` in the eyes of its type; an empty list when it fits. */
function listDataProblems(type: ObjectType, data: Record<string, unknown>): string[] {
  const known = new Set(type.fields.map(({ name }) => name))
  const unknown = Object.keys(data).filter((name) => !known.has(name))
  return [
    ...unknown.map((name) => `"${name}" is not a field of "${type.title}"; its fields are ${[...known].join(', ')}.`),
    ...type.fields.flatMap(({ name, kind, required }) => {
      if (isMissing(data[name])) return required ? [`"${name}" is required.`] : []
      return kindChecks[kind](data[name])
        ? []
        : [`"${name}" must be ${kind === 'image' ? 'the id of a media document' : `a ${kind}`}.`]
    }),
  ]
}

const assertDataFitsType: CollectionBeforeValidateHook = async ({ collection, data, originalDoc, req }) => {
  const objectData = data?.data ?? originalDoc?.data ?? {}
  const type = data?.type ?? originalDoc?.type
  if (!type) return data
  const objectType = await req.payload.findByID({
    collection: 'object-types',
    id: typeof type === 'object' ? type.id : type,
    depth: 0,
    req,
  })
  const isPlainObject = typeof objectData === 'object' && objectData !== null && !Array.isArray(objectData)
  const problems = isPlainObject ? listDataProblems(objectType, objectData) : ['The data must be a JSON object.']
  if (problems.length > 0) {
    throw new ValidationError(
      { collection: collection.slug, errors: [{ path: 'data', label: 'Data', message: problems.join(' ') }], req },
      req.t,
    )
  }
  return data
}

/** Documents of the shapes that `object-types` define. */
export const Objects: CollectionConfig = {
  slug: 'objects',
  typescript: { interface: 'SiteObject' },
  access: publicContent,
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'type', 'updatedAt'] },
  hooks: { beforeValidate: [assertDataFitsType] },
  fields: [
    { name: 'title', type: 'text', required: true },
    { name: 'type', type: 'relationship', relationTo: 'object-types', required: true },
    { name: 'data', type: 'json', required: true },
  ],
}
