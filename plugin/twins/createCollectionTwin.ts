import type { CollectionBeforeOperationHook, CollectionConfig, Config, Field } from 'payload'
import toSnakeCase from 'to-snake-case'
import { canonicalRelations } from '../environment/canonicalRelations.ts'
import { mapWhere } from '../environment/mapWhere.ts'
import { refuseQueriesThroughRelations } from '../environment/refuseQueriesThroughRelations.ts'
import { blobURLs, keepBlobRefs } from '../files/blobURLs.ts'
import { blobHandler } from '../files/serveBlob.ts'
import type { PromotedEntity, PromoteModel } from '../model.ts'
import { blobsField } from '../sql/files.ts'
import { cloneConfig } from './cloneConfig.ts'
import { orderFields, sortByCanonicalOrder } from './orderableJoins.ts'
import { refuseWrites } from './refuseWrites.ts'
import { prefixTableName, type Rewiring, readHooksOf, rewireFields } from './rewireFields.ts'

/** The production twin of a promoted collection: same fields and ids, passive, read-only. */
export const createCollectionTwin = (
  source: CollectionConfig,
  entity: PromotedEntity,
  model: PromoteModel,
  rewiring: Rewiring,
  config: Config,
): CollectionConfig => {
  const clone = cloneConfig(source, rewiring.clones)
  sortByCanonicalOrder(clone.fields)
  rewireFields(clone.fields, rewiring)
  const fields: Field[] = [...clone.fields, ...orderFields(config, source.slug)]
  const statusField = createStatusField(source, config)
  if (statusField) fields.push(statusField)
  if (source.trash)
    fields.push({ name: 'deletedAt', type: 'date', index: true, admin: { hidden: true, disabled: true } })
  if (source.orderable)
    fields.push({ name: '_order', type: 'text', index: true, admin: { hidden: true, disabled: true } })
  if (source.upload)
    fields.push({ name: blobsField, type: 'json', hidden: true, admin: { hidden: true, disabled: true } })

  return {
    slug: entity.twin,
    dbName: twinTableName(source, rewiring.tablePrefix) as CollectionConfig['dbName'],
    labels: clone.labels,
    fields,
    indexes: clone.indexes?.map((index) => ({ ...index, unique: false })),
    timestamps: clone.timestamps,
    defaultSort: clone.defaultSort ?? (source.orderable ? '_order' : undefined),
    defaultPopulate: clone.defaultPopulate,
    forceSelect: source.upload ? { ...clone.forceSelect, [blobsField]: true } : clone.forceSelect,
    custom: clone.custom,
    disableDuplicate: true,
    lockDocuments: false,
    graphQL: false,
    admin: {
      useAsTitle: clone.admin?.useAsTitle,
      defaultColumns: clone.admin?.defaultColumns,
      description: clone.admin?.description,
      listSearchableFields: clone.admin?.listSearchableFields,
      group: false,
      enableRichTextLink: false,
      enableRichTextRelationship: false,
    },
    access: { read: source.access?.read, create: deny, update: deny, delete: deny, unlock: deny },
    hooks: {
      ...readHooksOf(clone.hooks as Record<string, unknown>),
      ...(source.upload ? { beforeRead: [...(clone.hooks?.beforeRead ?? []), keepBlobRefs(entity.twin)] } : {}),
      beforeOperation: [refuseWrites(source.slug), refuseQueries, mapWhere(model)],
      afterRead: [
        ...(clone.hooks?.afterRead ?? []),
        ...(source.upload ? [blobURLs(source.slug, entity.twin)] : []),
        canonicalRelations(model),
      ],
    },
    ...(source.upload ? { upload: createTwinUpload(clone) } : {}),
  }
}

const deny = () => false

const refuseQueries: CollectionBeforeOperationHook = ({ args, collection, req }) =>
  refuseQueriesThroughRelations(args, collection, req.payload)

/**
 * A twin has no versions, but reads such as `{ _status: { equals: 'published' } }` in access checks must go on working.
 */
export const createStatusField = (
  source: { versions?: CollectionConfig['versions'] },
  config: Config,
): Field | undefined => {
  const drafts = typeof source.versions === 'object' && source.versions.drafts
  if (!drafts) return undefined
  const localized =
    typeof drafts === 'object' &&
    Boolean(drafts.localizeStatus) &&
    Boolean(config.localization) &&
    Boolean((config.experimental as { localizeStatus?: boolean } | undefined)?.localizeStatus)
  return {
    name: '_status',
    type: 'select',
    options: [
      { label: 'Draft', value: 'draft' },
      { label: 'Published', value: 'published' },
    ],
    index: true,
    localized,
    admin: { hidden: true, disabled: true },
  }
}

const createTwinUpload = (clone: CollectionConfig): CollectionConfig['upload'] => {
  const upload = typeof clone.upload === 'object' ? clone.upload : {}
  return {
    imageSizes: upload.imageSizes,
    focalPoint: upload.focalPoint,
    crop: upload.crop,
    mimeTypes: upload.mimeTypes,
    adminThumbnail: upload.adminThumbnail,
    displayPreview: upload.displayPreview,
    filenameCompoundIndex: upload.filenameCompoundIndex,
    modifyResponseHeaders: upload.modifyResponseHeaders,
    disableLocalStorage: true,
    handlers: [blobHandler],
  }
}

const twinTableName = (source: CollectionConfig, prefix: string): unknown =>
  source.dbName ? prefixTableName(source.dbName, prefix) : `${prefix}${toSnakeCase(source.slug)}`
