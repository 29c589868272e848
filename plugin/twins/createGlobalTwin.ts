import type { Config, Field, GlobalConfig } from 'payload'
import toSnakeCase from 'to-snake-case'
import type { PromotedEntity } from '../model.ts'
import { cloneConfig } from './cloneConfig.ts'
import { createStatusField } from './createCollectionTwin.ts'
import { closedRoutes, refuseOperations } from './refuseOperations.ts'
import { prefixTableName, type Rewiring, rewireFields } from './rewireFields.ts'
import { globalAccess, nobody } from './twinAccess.ts'

/** The production twin of a promoted global. */
export const createGlobalTwin = (
  source: GlobalConfig,
  entity: PromotedEntity,
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
    fields,
    lockDocuments: false,
    graphQL: false,
    endpoints: closedRoutes,
    admin: { hidden: true },
    access: globalAccess(nobody),
    hooks: { beforeOperation: [refuseOperations(source.slug)] },
  }
}
