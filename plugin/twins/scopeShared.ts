import type { CollectionBeforeOperationHook, CollectionConfig, SanitizedCollectionConfig } from 'payload'
import { environmentOf } from '../environment/environmentOf.ts'
import { hasProduction } from '../environment/generation.ts'
import { refuseQueriesThroughRelations } from '../environment/refuseQueriesThroughRelations.ts'
import { scopeRequest } from '../environment/scopeRequest.ts'

type Args = Parameters<CollectionBeforeOperationHook>[0]['args']

/**
 * A separate collection belongs to production: each operation on it runs with a request scoped to production, so that
 * population, validators and hooks see production, whatever staging did.
 */
export const scopeSeparate = (collection: CollectionConfig): CollectionConfig =>
  withFirstHook(collection, async ({ args, collection: sanitized, req }) => {
    if (!(await hasProduction(req))) return args
    const closed = refuseQueriesThroughRelations(args, sanitized, req.payload)
    return { ...closed, req: scopeRequest(args.req ?? req) }
  })

/** A shared document that points at a promoted one is populated from the reader's environment. */
export const scopeShared = (collection: CollectionConfig): CollectionConfig =>
  withFirstHook(collection, async ({ args, collection: sanitized, req }) => {
    if ((await environmentOf(req)) === 'staging' || !(await hasProduction(req))) return args
    const closed = refuseQueriesThroughRelations(args, sanitized, req.payload)
    return { ...closed, req: scopeRequest(args.req ?? req) }
  })

const withFirstHook = (
  collection: CollectionConfig,
  hook: (input: { args: Args; collection: SanitizedCollectionConfig; req: Args['req'] & object }) => Promise<Args>,
): CollectionConfig => ({
  ...collection,
  hooks: {
    ...collection.hooks,
    beforeOperation: [hook as unknown as CollectionBeforeOperationHook, ...(collection.hooks?.beforeOperation ?? [])],
  },
})
