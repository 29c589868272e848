import type { Access, CollectionConfig } from 'payload'
import toSnakeCase from 'to-snake-case'
import { isAdminUser } from '../environment/isAdminUser.ts'
import { stagingFolder } from '../files/stagingFolder.ts'
import { knownStagingHooks } from '../known/knownPlugins.ts'
import type { SeparateCollection } from '../model.ts'
import { cloneConfig } from './cloneConfig.ts'
import { prefixTableName } from './rewireFields.ts'
import { collectionAccess, nobody } from './twinAccess.ts'

const stagingTablePrefix = 'stag_'

type Hooks = NonNullable<CollectionConfig['hooks']>

/**
 * The staging twin of a separate collection, for tests made on staging. Hooks that reach outside (mail, webhooks,
 * charges) are left out: a test order must not reach the warehouse.
 */
export const createStagingTwin = (source: CollectionConfig, entity: SeparateCollection): CollectionConfig => {
  const clone = cloneConfig(source)
  prepareFields(clone.fields as unknown as Record<string, unknown>[], new Set())
  return {
    ...clone,
    slug: entity.twin,
    dbName: (clone.dbName
      ? prefixTableName(clone.dbName, stagingTablePrefix)
      : `${stagingTablePrefix}${toSnakeCase(source.slug)}`) as CollectionConfig['dbName'],
    graphQL: false,
    lockDocuments: false,
    ...(clone.upload ? { upload: twinUpload(source) } : {}),
    hooks: entity.stagingHooks ?? insideHooks(source),
    endpoints: undefined,
    typescript: undefined,
    admin: { ...clone.admin, group: false },
    access: closeAccess(source.access),
  }
}

/** Files tested on staging have a folder of their own: production's route serves whatever lies in production's. */
const twinUpload = ({ upload, slug }: CollectionConfig): CollectionConfig['upload'] => {
  const given = typeof upload === 'object' ? upload : {}
  return { ...given, staticDir: stagingFolder(given.staticDir ?? slug) }
}

/** For admin users, as far as the site's own rules let them: an editor of one tenant sees no tests of another's. */
const closeAccess = (rules: CollectionConfig['access'] = {}): CollectionConfig['access'] =>
  Object.fromEntries(
    Object.keys(collectionAccess(nobody)).map((verb) => [
      verb,
      forAdminUsers(rules[verb as keyof typeof rules] as Access | undefined),
    ]),
  )

/** Where the site has no rule, Payload's is that somebody is signed in. */
const forAdminUsers =
  (rule?: Access): Access =>
  async (args) =>
    (await isAdminUser(args.req)) && (rule ? rule(args) : true)

/** What has been written is told to nobody, and what a plugin is known to do outside before it is left out too. */
const insideHooks = (source: CollectionConfig): Hooks => {
  const { afterChange: _, afterDelete: __, afterOperation: ___, ...hooks } = source.hooks ?? {}
  return { ...hooks, ...knownStagingHooks(source) }
}

/** Table names of its own, no type names twice, and no hook that tells of what has been written. */
const prepareFields = (fields: Record<string, unknown>[], seen: Set<unknown>): void => {
  for (const field of fields) {
    if (seen.has(field)) continue
    seen.add(field)
    delete field.interfaceName
    if ('dbName' in field) field.dbName = prefixTableName(field.dbName, stagingTablePrefix)
    if (field.hooks) field.hooks = { ...field.hooks, afterChange: undefined }
    for (const key of ['fields', 'tabs', 'blocks'])
      if (Array.isArray(field[key])) prepareFields(field[key] as Record<string, unknown>[], seen)
  }
}
