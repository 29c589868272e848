import { convertLexicalToHTML } from '@payloadcms/richtext-lexical/html'
import type { FlattenedField, PayloadRequest } from 'payload'
import { scopeRequest } from '../environment/scopeRequest.ts'
import { findCollection } from '../getCollection.ts'
import { getModel } from '../model.ts'
import type { FieldDifference } from '../types.ts'

type Shown = Pick<FieldDifference, 'type' | 'from' | 'to'>
export type ValueReader = (field: FlattenedField, from: unknown, to: unknown) => Promise<Shown | undefined>

type Reference = { collection: string; id: string | number }
type Side = 'from' | 'to'

/**
 * Turns two stored values of a field into what a person can compare: related documents by title, uploads as images,
 * rich text as HTML. `from` reads related documents on production, `to` on staging, with the caller's rights.
 */
export const createValueReader = (req: PayloadRequest): ValueReader => {
  const requests = { from: scopeRequest(req), to: req }
  const twins = new Map(getModel(req.payload.config).promoted.map((entity) => [entity.twin, entity.slug]))
  const canonical = (slug: string) => twins.get(slug) ?? slug

  const load = async (side: Side, { collection, id }: Reference): Promise<Record<string, unknown> | undefined> => {
    const { payload } = requests[side]
    const { docs } = await payload.find({
      collection: collection as never,
      where: { id: { equals: id } },
      depth: 0,
      limit: 1,
      pagination: false,
      overrideAccess: false,
      disableErrors: true,
      user: req.user,
      locale: req.payload.config.localization ? req.payload.config.localization.defaultLocale : undefined,
    } as Parameters<typeof payload.find>[0])
    return docs[0] as Record<string, unknown> | undefined
  }

  const titleOf = async (side: Side, reference: Reference): Promise<string> => {
    const doc = await load(side, reference)
    const key = findCollection(req.payload, reference.collection)?.config.admin.useAsTitle ?? 'id'
    const title = doc?.[key]
    return title ? String(title) : `${reference.collection} ${reference.id}`
  }

  const imageOf = async (side: Side, reference: Reference) => {
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
        return relationTo && id !== undefined ? [{ collection: canonical(relationTo), id }] : []
      }
      return [{ collection: canonical([field.relationTo].flat()[0]!), id: item as string | number }]
    })

  const titles = (side: Side, field: { relationTo: string | string[] }, value: unknown) =>
    Promise.all(references(field, value).map((reference) => titleOf(side, reference)))

  return async (field, from, to) => {
    switch (field.type) {
      case 'upload': {
        if (field.hasMany)
          return { type: 'list', from: await titles('from', field, from), to: await titles('to', field, to) }
        const [before] = references(field, from)
        const [after] = references(field, to)
        return {
          type: 'image',
          from: before ? await imageOf('from', before) : null,
          to: after ? await imageOf('to', after) : null,
        }
      }
      case 'relationship': {
        if (!referencesDiffer(references(field, from), references(field, to))) return undefined
        return { type: 'list', from: await titles('from', field, from), to: await titles('to', field, to) }
      }
      case 'richText':
        return { type: 'html', from: toHTML(from), to: toHTML(to) }
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

/** Polymorphic relations of production's side name the twins: the same documents are no difference. */
const referencesDiffer = (from: Reference[], to: Reference[]): boolean => JSON.stringify(from) !== JSON.stringify(to)

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
const texts = (value: unknown): string[] =>
  [value]
    .flat()
    .filter((item) => item !== null && item !== undefined)
    .map(String)

const escapeHTML = (value: unknown): string => String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)

type Node = { fields?: Record<string, unknown>; relationTo?: string; value?: unknown }

/** Rich text as HTML. What the stored text only points at is shown by its collection and id, blocks by their fields. */
const toHTML = (value: unknown): string | null => {
  if (!value || typeof value !== 'object' || !('root' in value)) return text(value)
  const reference = ({ node }: { node: Node }) =>
    `<p>[${escapeHTML(node.relationTo)} ${escapeHTML(idOf(node.value))}]</p>`
  const block = ({ node }: { node: Node }) => {
    const { blockType, blockName: _, id: __, ...fields } = node.fields ?? {}
    return `<div>[${escapeHTML(blockType)}] ${escapeHTML(JSON.stringify(fields))}</div>`
  }
  return convertLexicalToHTML({
    data: value as Parameters<typeof convertLexicalToHTML>[0]['data'],
    disableContainer: true,
    converters: ({ defaultConverters }: { defaultConverters: object }) => ({
      ...defaultConverters,
      upload: reference,
      relationship: reference,
      unknown: ({ node }: { node: Node & { type?: string } }) =>
        node.type === 'block' || node.type === 'inlineBlock' ? block({ node }) : '',
      internalDocToHref: undefined,
      link: ({
        node,
        nodesToHTML,
      }: {
        node: Node & { children: never[] }
        nodesToHTML: (args: { nodes: never[] }) => string[]
      }) => {
        const { url, doc } = (node.fields ?? {}) as { url?: string; doc?: { relationTo: string; value: unknown } }
        const href = doc ? `${doc.relationTo}/${idOf(doc.value)}` : (url ?? '')
        return `<a href="${escapeHTML(href)}">${nodesToHTML({ nodes: node.children }).join('')}</a>`
      },
    }),
  } as unknown as Parameters<typeof convertLexicalToHTML>[0])
}

const idOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value
