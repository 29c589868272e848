import type { CollectionConfig, Config, GlobalConfig } from 'payload'
import { contentPromotions, contentSnapshots } from './collections/contentPromotions.ts'
import { withCollectionDoors, withGlobalDoor } from './environment/doors.ts'
import {
  scopePromotedCollection,
  scopePromotedGlobal,
  scopeSeparateCollection,
  scopeSharedCollection,
  scopeSharedGlobal,
} from './environment/scopeCollections.ts'
import { withSignedFiles } from './environment/signedFiles.ts'
import { withBlobs } from './environment/withBlobs.ts'
import { closeKnown } from './known/knownPlugins.ts'
import { placeCollectionEndpoints, placeGlobalEndpoints } from './known/placeEndpoints.ts'
import { collectionTwins, type PromotedEntity, type PromoteModel, twinTablePrefix } from './model.ts'
import { closeStagingCollection, closeStagingGlobal } from './twins/closeStaging.ts'
import { createCollectionTwin } from './twins/createCollectionTwin.ts'
import { createGlobalTwin } from './twins/createGlobalTwin.ts'
import { createStagingTwin } from './twins/createStagingTwin.ts'
import { dropStoredSignatures } from './twins/dropStoredSignatures.ts'
import { recordCollectionEditors, recordGlobalEditors } from './twins/recordEditors.ts'
import type { Rewiring } from './twins/rewireFields.ts'

/** The site's collections and globals, each with what it needs to have two environments, and the twins beside them. */
export const wireEntities = (
  config: Config,
  model: PromoteModel,
  { disabled }: { disabled: boolean },
): Required<Pick<Config, 'collections' | 'globals'>> => {
  const rewiring = rewiringOf(config, model)
  return {
    collections: wireCollections(config, model, rewiring, disabled),
    globals: wireGlobals(config, model, rewiring, disabled),
  }
}

const rewiringOf = (config: Config, model: PromoteModel): Rewiring => ({
  config,
  twins: collectionTwins(model),
  tablePrefix: twinTablePrefix,
  clones: new Map(),
  rewired: new Set(),
})

const wireCollections = (config: Config, model: PromoteModel, rewiring: Rewiring, disabled: boolean) => {
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

const wireGlobals = (config: Config, model: PromoteModel, rewiring: Rewiring, disabled: boolean) => {
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
