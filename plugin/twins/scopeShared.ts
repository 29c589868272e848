import type {
  CollectionAfterReadHook,
  CollectionBeforeOperationHook,
  CollectionConfig,
  SanitizedCollectionConfig,
} from 'payload'
import { environmentKey, environmentOf } from '../environment/environmentOf.ts'
import { hasProduction } from '../environment/generation.ts'
import { listPromotedJoins, refuseQueriesThroughRelations } from '../environment/refuseQueriesThroughRelations.ts'
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
    afterRead: [dropPromotedJoins, ...(collection.hooks?.afterRead ?? [])],
  },
})

/** Operations that take no `joins`, such as a login, read staging's rows through join fields all the same. */
const dropPromotedJoins: CollectionAfterReadHook = async ({ doc, collection, req }) => {
  if (req.context?.[environmentKey] !== 'production' || !(await hasProduction(req))) return doc
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
