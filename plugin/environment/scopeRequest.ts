import { getDataLoader, type Payload, type PayloadRequest } from 'payload'
import { collectionTwins, getModel, globalTwins } from '../model.ts'
import { entityKey } from '../sql/tablePairs.ts'
import { deriveRequest } from './deriveRequest.ts'
import { environmentKey } from './environmentOf.ts'
import { listKnownFilled } from './generation.ts'

const scopedMark = Symbol('payload-promote: scoped to production')
type Loose = Record<PropertyKey, unknown>

/** Local API calls whose `collection` argument is mapped to the twin. */
const collectionReads = ['find', 'findByID', 'findDistinct', 'count'] as const

const isScoped = (req: PayloadRequest): boolean => (req as unknown as Loose)[scopedMark] === true

/**
 * The request as production sees it: its `payload` resolves promoted slugs to their twins, in Local API reads and in
 * `payload.collections`, by which Payload's own population finds a relation's collection.
 *
 * What escapes: `req.payload.db.*`, an imported `getPayload`, HTTP calls to oneself, jobs.
 */
export const scopeRequest = (req: PayloadRequest): PayloadRequest => {
  if (isScoped(req)) return req
  const scoped = deriveRequest(req, {
    [scopedMark]: true,
    context: { ...req.context, [environmentKey]: 'production' },
    payload: scopePayload(req.payload),
  })
  scoped.payloadDataLoader = getDataLoader(scoped)
  return scoped
}

const scopePayload = (payload: Payload): Payload => {
  const filled = listKnownFilled(payload)
  const model = getModel(payload.config)
  const promoted = model.promoted.filter((entity) => filled.has(entityKey(entity)))
  const collections = collectionTwins({ ...model, promoted })
  const globals = globalTwins({ ...model, promoted })
  const scopedCollections = new Proxy(payload.collections, {
    get: (target, slug) => Reflect.get(target, collections.get(slug as string) ?? slug),
  })
  const own: Loose = { collections: scopedCollections }
  for (const method of collectionReads)
    own[method] = (args: { collection: string }) =>
      (payload[method] as (args: unknown) => unknown)({
        ...args,
        collection: collections.get(args.collection) ?? args.collection,
      })
  own.findGlobal = (args: { slug: string }) =>
    payload.findGlobal({ ...args, slug: (globals.get(args.slug) ?? args.slug) as never })
  return new Proxy(payload, {
    get: (target, property) =>
      Object.hasOwn(own, property) ? own[property as string] : Reflect.get(target, property, target),
  })
}
