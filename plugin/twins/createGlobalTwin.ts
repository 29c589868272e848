import type { Config, Field, GlobalAfterReadHook, GlobalConfig } from 'payload'
import toSnakeCase from 'to-snake-case'
import { canonicalRelations } from '../environment/canonicalRelations.ts'
import type { PromotedEntity, PromoteModel } from '../model.ts'
import { cloneConfig } from './cloneConfig.ts'
import { createStatusField } from './createCollectionTwin.ts'
import { refuseGlobalWrites } from './refuseWrites.ts'
import { prefixTableName, type Rewiring, readHooksOf, rewireFields } from './rewireFields.ts'

/** The production twin of a promoted global. */
export const createGlobalTwin = (
  source: GlobalConfig,
  entity: PromotedEntity,
  model: PromoteModel,
  rewiring: Rewiring,
  config: Config,
): GlobalConfig => {
  const clone = cloneConfig(source, rewiring.clones)
  rewireFields(clone.fields, rewiring)
  const fields: Field[] = [...clone.fields]
  const statusField = createStatusField(source as Parameters<typeof createStatusField>[0], config)
  if (statusField) fields.push(statusField)

  return {
    slug: entity.twin,
    dbName: (source.dbName
      ? prefixTableName(source.dbName, rewiring.tablePrefix)
      : `${rewiring.tablePrefix}${toSnakeCase(source.slug)}`) as GlobalConfig['dbName'],
    label: clone.label,
    fields,
    custom: clone.custom,
    lockDocuments: false,
    graphQL: false,
    admin: { group: false },
    access: { read: source.access?.read, update: () => false },
    hooks: {
      ...readHooksOf(clone.hooks as Record<string, unknown>),
      beforeOperation: [refuseGlobalWrites(source.slug)],
      afterRead: [...(clone.hooks?.afterRead ?? []), canonicalRelations(model), canonicalType(source.slug)],
    },
  }
}

/** Payload writes a global's slug into what it reads of it. */
const canonicalType =
  (slug: string): GlobalAfterReadHook =>
  ({ doc }) =>
    'globalType' in doc ? { ...doc, globalType: slug } : doc
