import type { CollectionConfig, Config, Field } from 'payload'
import toSnakeCase from 'to-snake-case'
import type { PromotedEntity } from '../model.ts'
import { blobsField } from '../sql/files.ts'
import { cloneConfig } from './cloneConfig.ts'
import { orderFields, sortByCanonicalOrder } from './orderableJoins.ts'
import { closedRoutes, refuseOperations } from './refuseOperations.ts'
import { prefixTableName, type Rewiring, rewireFields } from './rewireFields.ts'
import { collectionAccess, nobody } from './twinAccess.ts'

/** The production twin of a promoted collection: where production's rows are kept, with the same fields and ids. */
export const createCollectionTwin = (
  source: CollectionConfig,
  entity: PromotedEntity,
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
    fields,
    indexes: clone.indexes?.map((index) => ({ ...index, unique: false })),
    timestamps: clone.timestamps,
    defaultSort: clone.defaultSort ?? (source.orderable ? '_order' : undefined),
    disableDuplicate: true,
    lockDocuments: false,
    graphQL: false,
    endpoints: closedRoutes,
    admin: { hidden: true, enableRichTextLink: false, enableRichTextRelationship: false },
    access: collectionAccess(nobody),
    hooks: { beforeOperation: [refuseOperations(source.slug)] },
    ...(source.upload ? { upload: createTwinUpload(clone) } : {}),
  }
}

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
    filenameCompoundIndex: upload.filenameCompoundIndex,
    disableLocalStorage: true,
  }
}

const twinTableName = (source: CollectionConfig, prefix: string): unknown =>
  source.dbName ? prefixTableName(source.dbName, prefix) : `${prefix}${toSnakeCase(source.slug)}`
