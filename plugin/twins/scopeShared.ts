import type { CollectionBeforeOperationHook, CollectionConfig } from 'payload'
import { environmentOf } from '../environment/environmentOf.ts'
import { hasProduction } from '../environment/generation.ts'
import { refuseQueriesThroughRelations } from '../environment/refuseQueriesThroughRelations.ts'
import { scopeRequest } from '../environment/scopeRequest.ts'
import type { PromoteModel } from '../model.ts'

type Args = Parameters<CollectionBeforeOperationHook>[0]['args'] & { where?: unknown; sort?: unknown }

/**
 * A separate collection belongs to production: each operation on it runs with a request scoped to production, so that
 * population, validators and hooks see production, whatever staging did.
 */
export const scopeSeparate = (collection: CollectionConfig, model: PromoteModel): CollectionConfig =>
  withFirstHook(collection, async ({ args, req }) => {
    if (!(await hasProduction(req.payload))) return args
    refuseQueriesThroughRelations(args, collection, model)
    return { ...args, req: scopeRequest(args.req ?? req) }
  })

/** A shared document that points at a promoted one is populated from the reader's environment. */
export const scopeShared = (collection: CollectionConfig, model: PromoteModel): CollectionConfig =>
  withFirstHook(collection, async ({ args, req }) => {
    if ((await environmentOf(req)) === 'staging' || !(await hasProduction(req.payload))) return args
    refuseQueriesThroughRelations(args, collection, model)
    return { ...args, req: scopeRequest(args.req ?? req) }
  })

const withFirstHook = (
  collection: CollectionConfig,
  hook: (input: { args: Args; req: Args['req'] & object }) => Promise<Args>,
): CollectionConfig => ({
  ...collection,
  hooks: {
    ...collection.hooks,
    beforeOperation: [hook as unknown as CollectionBeforeOperationHook, ...(collection.hooks?.beforeOperation ?? [])],
  },
})
