import type {
  CollectionAfterReadHook,
  CollectionBeforeOperationHook,
  CollectionConfig,
  GlobalBeforeOperationHook,
  GlobalConfig,
  PayloadRequest,
} from 'payload'
import type { PromotedEntity } from '../model.ts'
import { hasProduction } from './generation.ts'
import { withoutMissing } from './productionLoader.ts'
import { listPromotedJoins } from './refuseQueriesThroughRelations.ts'
import { scopeGlobal, scopePromoted, scopeSeparate, scopeShared } from './scopeOperations.ts'
import { isScoped } from './scopePayload.ts'

export const scopePromotedCollection = (collection: CollectionConfig, entity: PromotedEntity): CollectionConfig =>
  withScopeHooks(collection, scopePromoted(entity))

export const scopeSeparateCollection = (collection: CollectionConfig): CollectionConfig =>
  withoutPromotedJoins(withScopeHooks(collection, scopeSeparate))

export const scopeSharedCollection = (collection: CollectionConfig): CollectionConfig =>
  withoutPromotedJoins(withScopeHooks(collection, scopeShared))

export const scopePromotedGlobal = (global: GlobalConfig, entity: PromotedEntity): GlobalConfig =>
  withGlobalHooks(global, [scopeGlobal(entity)])

/** A shared global is the same for both environments, but what it points at is not. */
export const scopeSharedGlobal = (global: GlobalConfig): GlobalConfig => withGlobalHooks(global, [])

/**
 * The site's own hooks come in between: they are told of a scoped operation, and a request of their own that they hand
 * on (`{ ...args, req }`) is scoped as well.
 */
const withScopeHooks = (collection: CollectionConfig, hook: CollectionBeforeOperationHook): CollectionConfig => ({
  ...collection,
  hooks: {
    ...collection.hooks,
    beforeOperation: [hook, ...(collection.hooks?.beforeOperation ?? []), hook],
    afterRead: [dropMissing, ...(collection.hooks?.afterRead ?? [])],
  },
})

const withGlobalHooks = (global: GlobalConfig, beforeOperation: GlobalBeforeOperationHook[]): GlobalConfig => ({
  ...global,
  hooks: {
    ...global.hooks,
    beforeOperation: [...beforeOperation, ...(global.hooks?.beforeOperation ?? [])],
    afterRead: [dropMissing, ...(global.hooks?.afterRead ?? [])],
  },
})

const dropMissing = <Doc>({ doc, req }: { doc: Doc; req: PayloadRequest }): Doc => withoutMissing(doc, req)

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
