import type { FlattenedField, PayloadRequest } from 'payload'
import { isFilled } from '../environment/generation.ts'
import { scopeRequest, stagingRequest } from '../environment/scopeRequest.ts'
import { findCollection } from '../getCollection.ts'
import type { PromotedEntity } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { selectFilesAreEqual } from '../sql/files.ts'
import { configOf, entityKey, listPromotedTables } from '../sql/tablePairs.ts'
import type { FieldDifference } from '../types.ts'
import { diffFields } from './differences/diffFields.ts'
import { createValueReader } from './differences/readValues.ts'

type Data = Record<string, unknown>

/**
 * The field-level differences of one document between production (`from`) and the published staged state (`to`), as the
 * caller may read them: Payload's own reads check collection and field access and leave hidden fields out.
 */
export const compareDocument = async ({
  req,
  entity,
  id,
}: {
  req: PayloadRequest
  entity: PromotedEntity
  id: string
}): Promise<FieldDifference[]> => {
  const config = configOf(req.payload, entity)
  const [from, to] = [await readSide(req, entity, id, 'production'), await readSide(req, entity, id, 'staging')]
  const fields = config.flattenedFields as FlattenedField[]
  const locales = req.payload.config.localization ? req.payload.config.localization.localeCodes : []
  const differences = await diffFields({
    fields: fields.filter((field) => !ignored.has(field.name)),
    from: from ?? {},
    to: to ?? {},
    locales,
    i18n: req.i18n,
    productionOwned: new Set(entity.productionOwned),
    blocks: req.payload.blocks,
    read: createValueReader(req),
  })
  return [...(await fileDifference(req, entity, id, from, to)), ...differences]
}

/** An upload's file: another can stand behind the same name and size. */
const fileDifference = async (
  req: PayloadRequest,
  entity: PromotedEntity,
  id: string,
  from: Data | undefined,
  to: Data | undefined,
): Promise<FieldDifference[]> => {
  const tables = listPromotedTables(req.payload).find((t) => t.entity === entity)
  if (!tables?.upload || (from && to && (await selectFilesAreEqual(getDatabase(req.payload), tables, id)))) return []
  const shown = (doc: Data | undefined) =>
    doc ? { url: doc.url, filename: doc.filename, mimeType: doc.mimeType, filesize: doc.filesize } : null
  return [
    { path: 'filename', label: req.i18n.t('promote:file' as never), type: 'file', from: shown(from), to: shown(to) },
  ]
}

const fileFields = ['filename', 'mimeType', 'filesize', 'width', 'height']
const ignored = new Set([
  'id',
  'updatedAt',
  'createdAt',
  '_status',
  'deletedAt',
  'folder',
  'url',
  'thumbnailURL',
  'sizes',
  ...fileFields,
])

/** One side as stored: all locales, nothing populated. Undefined where the document does not exist or is not published. */
const readSide = async (
  req: PayloadRequest,
  entity: PromotedEntity,
  id: string,
  environment: 'staging' | 'production',
): Promise<Data | undefined> => {
  const { payload } = req
  const isProduction = environment === 'production'
  if (isProduction && !(await isFilled(req, entityKey(entity)))) return undefined
  const { slug } = entity
  const args = {
    depth: 0,
    locale: 'all' as const,
    fallbackLocale: false as const,
    overrideAccess: false,
    disableErrors: true,
    user: req.user,
    req: isProduction ? scopeRequest(req) : stagingRequest(req),
  }
  const doc = (entity.kind === 'global'
    ? await payload.findGlobal({ ...args, slug: slug as never })
    : await payload.findByID({
        ...args,
        collection: slug as never,
        id: toId(req, entity.slug, id),
      })) as unknown as Data | null
  if (!doc || (entity.kind === 'global' && doc.id === undefined && Object.keys(doc).length === 0)) return undefined
  return !isProduction && doc._status === 'draft' ? undefined : doc
}

const toId = (req: PayloadRequest, slug: string, id: string): string | number => {
  const type = findCollection(req.payload, slug)?.customIDType ?? req.payload.db.defaultIDType
  return type === 'number' ? Number(id) : id
}
