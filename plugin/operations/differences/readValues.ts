import type { FlattenedField, PayloadRequest } from 'payload'
import { scopeRequest, stagingRequest } from '../../environment/scopeRequest.ts'
import { findCollection } from '../../getCollection.ts'
import { titleField } from '../../titleField.ts'
import type { FieldDifference } from '../../types.ts'
import { type Resolved, richTextHTML } from './richTextHTML.ts'

type Shown = Pick<FieldDifference, 'type' | 'from' | 'to'>
export type ValueReader = (field: FlattenedField, from: unknown, to: unknown) => Promise<Shown | undefined>

type Reference = { collection: string; id: string | number }
type Side = 'from' | 'to'

/**
 * Turns two stored values of a field into what a person can compare: related documents by title, uploads as files,
 * rich text as HTML. `from` reads related documents on production, `to` on staging, with the caller's rights.
 */
export const createValueReader = (req: PayloadRequest): ValueReader => {
  const requests = { from: scopeRequest(req), to: stagingRequest(req) }

  const load = async (side: Side, { collection, id }: Reference): Promise<Record<string, unknown> | undefined> => {
    const { docs } = await req.payload.find({
      collection: collection as never,
      where: { id: { equals: id } },
      depth: 0,
      limit: 1,
      pagination: false,
      overrideAccess: false,
      disableErrors: true,
      user: req.user,
      locale: req.payload.config.localization ? req.payload.config.localization.defaultLocale : undefined,
      req: requests[side],
    } as Parameters<typeof req.payload.find>[0])
    return docs[0] as Record<string, unknown> | undefined
  }

  const titleOf = async (side: Side, reference: Reference): Promise<string> => {
    const doc = await load(side, reference)
    const config = findCollection(req.payload, reference.collection)?.config
    const title = config && doc?.[titleField(config) ?? 'id']
    return title ? String(title) : `${reference.collection} ${reference.id}`
  }

  const fileOf = async (side: Side, reference: Reference) => {
    const doc = await load(side, reference)
    return doc
      ? { url: doc.url, filename: doc.filename, mimeType: doc.mimeType, ...(doc.alt ? { alt: doc.alt } : {}) }
      : { url: null, filename: `${reference.collection} ${reference.id}` }
  }

  const references = (field: { relationTo: string | string[] }, value: unknown): Reference[] =>
    [value].flat().flatMap((item) => {
      if (item === null || item === undefined) return []
      if (typeof item === 'object') {
        const { relationTo, value: id } = item as { relationTo?: string; value?: string | number }
        return relationTo && id !== undefined ? [{ collection: relationTo, id }] : []
      }
      return [{ collection: [field.relationTo].flat()[0]!, id: item as string | number }]
    })

  const titles = (side: Side, field: { relationTo: string | string[] }, value: unknown) =>
    Promise.all(references(field, value).map((reference) => titleOf(side, reference)))

  /** What rich text points at: an upload by its picture and file name, another document by its title. */
  const shown =
    (side: Side) =>
    async (reference: Reference): Promise<Resolved> => {
      const title = await titleOf(side, reference)
      if (!findCollection(req.payload, reference.collection)?.config.upload) return { title }
      const { url, mimeType } = (await fileOf(side, reference)) as { url?: unknown; mimeType?: unknown }
      return String(mimeType).startsWith('image/') && url ? { title, picture: String(url) } : { title }
    }

  return async (field, from, to) => {
    switch (field.type) {
      case 'upload': {
        if (field.hasMany)
          return { type: 'list', from: await titles('from', field, from), to: await titles('to', field, to) }
        const [before] = references(field, from)
        const [after] = references(field, to)
        return {
          type: 'file',
          from: before ? await fileOf('from', before) : null,
          to: after ? await fileOf('to', after) : null,
        }
      }
      case 'relationship': {
        if (!referencesDiffer(references(field, from), references(field, to))) return undefined
        return { type: 'list', from: await titles('from', field, from), to: await titles('to', field, to) }
      }
      case 'richText':
        return { type: 'html', from: await richTextHTML(from, shown('from')), to: await richTextHTML(to, shown('to')) }
      case 'json':
      case 'point':
        return { type: 'json', from: from ?? null, to: to ?? null }
      default:
        return Array.isArray(from) || Array.isArray(to)
          ? { type: 'list', from: texts(from), to: texts(to) }
          : { type: 'text', from: text(from), to: text(to) }
    }
  }
}

/** The same documents are no difference, populated or not. */
const referencesDiffer = (from: Reference[], to: Reference[]): boolean => JSON.stringify(from) !== JSON.stringify(to)

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
const texts = (value: unknown): string[] =>
  [value]
    .flat()
    .filter((item) => item !== null && item !== undefined)
    .map(String)
