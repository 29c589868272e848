import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CollectionConfig, type Config, definePlugin, type GlobalConfig, type Payload } from 'payload'
import { addAdminViews } from './admin/addAdminViews.ts'
import { contentPromotions, contentSnapshots } from './collections/contentPromotions.ts'
import { listEdgeWarnings } from './edge/listEdgeWarnings.ts'
import { endpoints } from './endpoints/index.ts'
import { permissionsDoor, withCollectionDoors, withGlobalDoor } from './environment/doors.ts'
import {
  scopePromotedCollection,
  scopePromotedGlobal,
  scopeSeparateCollection,
  scopeSharedCollection,
  scopeSharedGlobal,
} from './environment/scopeCollections.ts'
import { scopeGraphQL } from './environment/scopeGraphQL.ts'
import { withSignedFiles } from './environment/signedFiles.ts'
import { withBlobs } from './environment/withBlobs.ts'
import { closeKnown, isKnownHook, listWarnings, withKnownCollections } from './known/knownPlugins.ts'
import { placeCollectionEndpoints, placeGlobalEndpoints, placeRootEndpoints } from './known/placeEndpoints.ts'
import { collectionTwins, type PromotedEntity, type PromoteModel, twinTablePrefix } from './model.ts'
import { beginRecovery } from './operations/recover.ts'
import { refreshAfterStart } from './operations/refreshAfterStart.ts'
import { parseOptions } from './options.ts'
import { translations } from './translations/index.ts'
import { withTranslations } from './translations/withTranslations.ts'
import { closeStagingCollection, closeStagingGlobal } from './twins/closeStaging.ts'
import { createCollectionTwin } from './twins/createCollectionTwin.ts'
import { createGlobalTwin } from './twins/createGlobalTwin.ts'
import { createStagingTwin } from './twins/createStagingTwin.ts'
import { dropStoredSignatures } from './twins/dropStoredSignatures.ts'
import { hideFromTypes } from './twins/hideFromTypes.ts'
import { recordCollectionEditors, recordGlobalEditors } from './twins/recordEditors.ts'
import type { Rewiring } from './twins/rewireFields.ts'
import { withTableDefinitions } from './twins/tableDefinitions.ts'
import type { PromoteOptions } from './types.ts'

/** `payload promote …`, beside this file: a `.ts` in the repository, a `.js` in the package. */
const thisFile = fileURLToPath(import.meta.url)
const commandPath = path.join(path.dirname(thisFile), 'bin', `promote${path.extname(thisFile)}`)

/** After plugins that add fields. */
const afterOthers = 1000

/**
 * Staging and production in one Payload site, and a button that takes staging live. Editors work under the collections'
 * own slugs; the public reads production at the same URLs.
 */
export const promote = (options: PromoteOptions) => createPlugin(options as PromoteOptions & Record<string, unknown>)

const createPlugin = definePlugin<PromoteOptions & Record<string, unknown>>({
  slug: 'payload-promote',
  order: afterOthers,
  plugin: ({ config, plugins: _, ...options }) => installInto(config, options as unknown as PromoteOptions),
})

const installInto = (config: Config, given: PromoteOptions): Config => {
  const options = { ...given, collections: withKnownCollections(given.collections ?? {}, config) }
  const model = parseOptions(options, config)
  const rewiring = rewiringOf(config, model)
  const withData: Config = {
    ...hideFromTypes(config, model),
    custom: { ...config.custom, promote: model },
    collections: addTwins(config, model, rewiring, Boolean(options.disabled)),
    globals: addGlobalTwins(config, model, rewiring, Boolean(options.disabled)),
    db: withTableDefinitions(config.db),
  }
  if (options.disabled) return withData
  return withTranslations(
    addAdminViews({
      ...withData,
      endpoints: [...placeRootEndpoints(config.endpoints), permissionsDoor, ...endpoints],
      graphQL: scopeGraphQL(config.graphQL),
      bin: [...(config.bin ?? []), { key: 'promote', scriptPath: commandPath }],
      onInit: async (payload) => {
        await config.onInit?.(payload)
        logWriteHooks(payload, config, model)
        logKnownPlugins(payload, config, given, options)
        for (const warning of listEdgeWarnings(options.edge)) payload.logger.warn(`payload-promote: ${warning}`)
        const { finished } = await beginRecovery(payload)
        finished
          .catch((error: unknown) => payload.logger.error({ err: error, msg: 'payload-promote: recovery failed' }))
          .then(() => refreshAfterStart(payload))
          .catch((error: unknown) =>
            payload.logger.error({ err: error, msg: 'payload-promote: the site may show pages of an older promotion' }),
          )
      },
    }),
    translations,
  )
}

/**
 * The site's own hooks that reach outside now fire when editors publish on staging: says which collections to look at.
 * Those of known plugins were looked at.
 */
const logWriteHooks = (payload: Payload, config: Config, model: PromoteModel): void => {
  const isPromoted = (kind: string, slug: string) => model.promoted.some((e) => e.kind === kind && e.slug === slug)
  const slugs = [
    ...(config.collections ?? []).filter((c) => isPromoted('collection', c.slug)),
    ...(config.globals ?? []).filter((g) => isPromoted('global', g.slug)),
  ]
    .filter(({ hooks }) => {
      const { afterChange = [], afterDelete = [] } = (hooks ?? {}) as NonNullable<CollectionConfig['hooks']>
      return [...afterChange, ...afterDelete].some((hook) => !isKnownHook(hook))
    })
    .map(({ slug }) => slug)
  if (slugs.length > 0)
    payload.logger.info(
      `payload-promote: write hooks of ${slugs.join(', ')} run when editors save on staging; move what reaches outside to onPromoted.`,
    )
}

/** Says what was decided for collections of known plugins, and what leaks or reaches outside all the same. */
const logKnownPlugins = (payload: Payload, config: Config, given: PromoteOptions, options: PromoteOptions): void => {
  const decided = Object.entries(options.collections)
    .filter(([slug, option]) => given.collections?.[slug] !== option)
    .map(([slug, option]) => `${slug}: ${JSON.stringify(option)}`)
  if (decided.length > 0)
    payload.logger.info(
      `payload-promote: decided for collections of known plugins, as you said nothing else: ${decided.join(', ')}.`,
    )
  for (const warning of listWarnings(config, options.collections)) payload.logger.warn(`payload-promote: ${warning}`)
}

const rewiringOf = (config: Config, model: PromoteModel): Rewiring => ({
  config,
  twins: collectionTwins(model),
  tablePrefix: twinTablePrefix,
  clones: new Map(),
  rewired: new Set(),
})

const addTwins = (config: Config, model: PromoteModel, rewiring: Rewiring, disabled: boolean): CollectionConfig[] => {
  const originals = config.collections ?? []
  const twins = originals.flatMap((collection) => {
    const promoted = model.promoted.find((e) => e.kind === 'collection' && e.slug === collection.slug)
    const separate = model.separate.find((e) => e.slug === collection.slug)
    if (promoted) return [createCollectionTwin(collection, promoted, rewiring, config)]
    return separate ? [createStagingTwin(collection, separate)] : []
  })
  const sources = disabled
    ? originals
    : originals.map((collection) =>
        dropStoredSignatures(wireCollection(placeCollectionEndpoints(collection, model), model)),
      )
  return [...sources, ...twins, contentPromotions, contentSnapshots]
}

const wireCollection = (collection: CollectionConfig, model: PromoteModel): CollectionConfig => {
  const promoted = model.promoted.find((e) => e.kind === 'collection' && e.slug === collection.slug)
  if (promoted) return wirePromoted(collection, promoted)
  if (model.separate.some((e) => e.slug === collection.slug)) return scopeSeparateCollection(collection)
  return scopeSharedCollection(closeKnown(collection))
}

const wirePromoted = (collection: CollectionConfig, entity: PromotedEntity): CollectionConfig => {
  const closed = recordCollectionEditors(closeStagingCollection(collection, entity))
  const scoped = scopePromotedCollection(withCollectionDoors(withSignedFiles(closed), entity), entity)
  return collection.upload ? withBlobs(scoped, entity) : scoped
}

const wirePromotedGlobal = (global: GlobalConfig, entity: PromotedEntity): GlobalConfig =>
  scopePromotedGlobal(recordGlobalEditors(closeStagingGlobal(global, entity)), entity)

const addGlobalTwins = (config: Config, model: PromoteModel, rewiring: Rewiring, disabled: boolean): GlobalConfig[] => {
  const originals = config.globals ?? []
  const find = (slug: string) => model.promoted.find((e) => e.kind === 'global' && e.slug === slug)
  const twins = originals.flatMap((global) => {
    const promoted = find(global.slug)
    return promoted ? [createGlobalTwin(global, promoted, rewiring, config)] : []
  })
  const sources = disabled
    ? originals
    : originals.map((original) => {
        const promoted = find(original.slug)
        const global = placeGlobalEndpoints(original)
        return withGlobalDoor(
          dropStoredSignatures(promoted ? wirePromotedGlobal(global, promoted) : scopeSharedGlobal(global)),
        )
      })
  return [...sources, ...twins]
}
