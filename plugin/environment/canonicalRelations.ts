import type { PayloadRequest } from 'payload'
import { collectionTwins, type PromoteModel } from '../model.ts'
import { environmentKey } from './environmentOf.ts'

type AfterReadArgs = { doc: Record<string, unknown>; req: PayloadRequest }

/**
 * Gives polymorphic relations of a production document their canonical slugs back (`relationTo: "pages"`), so that
 * rendering code cannot tell the environments apart. The twin's own admin view reads locally without asking for
 * production and keeps the twins' slugs, which its relation fields need.
 */
export const canonicalRelations = (model: PromoteModel) => {
  const canonical = new Map([...collectionTwins(model)].map(([slug, twin]) => [twin, slug]))
  return ({ doc, req }: AfterReadArgs): Record<string, unknown> => {
    if (req.payloadAPI === 'local' && req.context?.[environmentKey] !== 'production') return doc
    return renameRelations(doc, canonical) as Record<string, unknown>
  }
}

const renameRelations = (value: unknown, canonical: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => renameRelations(item, canonical))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const renamed: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) renamed[key] = renameRelations(inner, canonical)
  if (typeof renamed.relationTo === 'string' && 'value' in renamed)
    renamed.relationTo = canonical.get(renamed.relationTo) ?? renamed.relationTo
  return renamed
}
