import type { CollectionAfterReadHook, CollectionBeforeOperationHook, CollectionConfig, GlobalConfig } from 'payload'
import type { PromotedEntity } from '../model.ts'
import { hasProduction } from './generation.ts'
import { listPromotedJoins } from './refuseQueriesThroughRelations.ts'
import { scopeGlobal, scopePromoted, scopeSeparate, scopeShared } from './scopeOperations.ts'
import { isScoped } from './scopePayload.ts'

export const scopePromotedCollection = (collection: CollectionConfig, entity: PromotedEntity): CollectionConfig =>
  withFirstHook(collection, scopePromoted(entity))

export const scopeSeparateCollection = (collection: CollectionConfig): CollectionConfig =>
  withoutPromotedJoins(withFirstHook(collection, scopeSeparate))

export const scopeSharedCollection = (collection: CollectionConfig): CollectionConfig =>
  withoutPromotedJoins(withFirstHook(collection, scopeShared))

export const scopePromotedGlobal = (global: GlobalConfig, entity: PromotedEntity): GlobalConfig => ({
  ...global,
  hooks: { ...global.hooks, beforeOperation: [scopeGlobal(entity), ...(global.hooks?.beforeOperation ?? [])] },
})

const withFirstHook = (collection: CollectionConfig, hook: CollectionBeforeOperationHook): CollectionConfig => ({
  ...collection,
  hooks: { ...collection.hooks, beforeOperation: [hook, ...(collection.hooks?.beforeOperation ?? [])] },
})

const withoutPromotedJoins = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  hooks: { ...collection.hooks, afterRead: [dropPromotedJoins, ...(collection.hooks?.afterRead ?? [])] },
})

/** Operations that take no `joins`, such as a login, read staging's rows through join fields all the same. */
const dropPromotedJoins: CollectionAfterReadHook = async ({ doc, collection, req }) => {
  if (!isScoped(req) || !(await hasProduction(req))) return doc
  for (const path of listPromotedJoins(collection, req.payload)) {
    const parents = path.split('.')
    const name = parents.pop() as string
    const parent = parents.reduce<Record<string, unknown> | undefined>(
      (value, key) => value?.[key] as Record<string, unknown> | undefined,
      doc,
    )
    delete parent?.[name]
  }
  return doc
}
