import type {
  CollectionBeforeOperationHook,
  GlobalBeforeOperationHook,
  PayloadRequest,
  SanitizedCollectionConfig,
} from 'payload'
import { assertNoNul } from '../assertNoNul.ts'
import { getCollection } from '../getCollection.ts'
import type { PromotedEntity } from '../model.ts'
import { entityKey } from '../sql/tablePairs.ts'
import { assertAskedEnvironment } from './assertAskedEnvironment.ts'
import { environmentOf } from './environmentOf.ts'
import { hasProduction, isFilled } from './generation.ts'
import { markGlobalRead, unmarkGlobalRead } from './globalReads.ts'
import { refuseQueriesThroughRelations } from './refuseQueriesThroughRelations.ts'
import { isScoped } from './scopePayload.ts'
import { scopeRequest, stagingRequest } from './scopeRequest.ts'

type Args = Parameters<CollectionBeforeOperationHook>[0]['args']

/** Names of operations that read, as hooks are told them. */
const reads = ['read', 'readDistinct', 'count', 'countVersions']

const isProduction = async (req: PayloadRequest): Promise<boolean> =>
  (await environmentOf(req)) === 'production' && (await hasProduction(req))

/**
 * A read for production's readers is the same operation, with a request that is scoped to production and without drafts:
 * access, hooks, fields and population are the collection's own. Everything else is staging's.
 */
export const scopePromoted =
  (entity: PromotedEntity): CollectionBeforeOperationHook =>
  async ({ args, collection, operation, req: handed }) => {
    const req = args.req ?? handed
    const { id, where, sort } = args as { id?: unknown; where?: unknown; sort?: unknown }
    assertNoNul(id, where, sort)
    if (!reads.includes(operation))
      return isScoped(req) || (await isProduction(req)) ? { ...args, req: stagingRequest(req) } : args
    await assertAskedEnvironment(req, entity)
    if (!(await isProduction(req))) return isScoped(req) ? { ...args, req: stagingRequest(req) } : args
    if (!(await isFilled(req, entityKey(entity)))) return scopeRead(args, collection, req)
    const { config: twin } = getCollection(req.payload, entity.twin)
    return { ...scopeRead(args, collection, req, twin), draft: false } as Args
  }

/** A separate collection belongs to production: what it populates, validates and runs sees production, whatever staging did. */
export const scopeSeparate: CollectionBeforeOperationHook = async ({ args, collection, req: handed }) => {
  const req = args.req ?? handed
  return (await hasProduction(req)) ? scopeRead(args, collection, req) : args
}

/** A shared document that points at a promoted one is populated from the reader's environment. */
export const scopeShared: CollectionBeforeOperationHook = async ({ args, collection, req: handed }) => {
  const req = args.req ?? handed
  if (await isProduction(req)) return scopeRead(args, collection, req)
  return isScoped(req) ? { ...args, req: stagingRequest(req) } : args
}

/** Queries are judged by the tables that answer them: those of `stored`. */
const scopeRead = (
  args: Args,
  collection: SanitizedCollectionConfig,
  req: PayloadRequest,
  stored: SanitizedCollectionConfig = collection,
): Args =>
  ({
    ...refuseQueriesThroughRelations(args, { collection, stored }, req.payload),
    req: scopeRequest(req),
  }) as Args

/**
 * Payload takes a global's request before its hooks run: a request that isn't scoped is marked for reads of this global,
 * and loses the mark with the next operation on it.
 */
export const scopeGlobal =
  (entity: PromotedEntity): GlobalBeforeOperationHook =>
  async ({ args, operation, req }) => {
    unmarkGlobalRead(req, entity.slug)
    if (operation !== 'read') return isScoped(req) ? { ...args, req: stagingRequest(req) } : args
    await assertAskedEnvironment(req, entity)
    if (!isScoped(req) && (await isProduction(req)) && (await isFilled(req, entityKey(entity))))
      markGlobalRead(req, entity.slug)
    return args
  }
