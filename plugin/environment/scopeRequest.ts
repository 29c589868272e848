import { getDataLoader, type Payload, type PayloadRequest } from 'payload'
import { collectionTwins, getModel, globalTwins } from '../model.ts'
import { environmentKey } from './environmentOf.ts'

const scopedMark = Symbol('payload-promote: scoped to production')
type Loose = Record<PropertyKey, unknown>

/** Local API calls whose `collection` argument is mapped to the twin. */
const collectionReads = ['find', 'findByID', 'findDistinct', 'count'] as const

const isScoped = (req: PayloadRequest): boolean => (req as unknown as Loose)[scopedMark] === true

/**
 * The request as production sees it: its `payload` resolves promoted slugs to their twins, in Local API reads and in
 * `payload.collections`, by which Payload's own population finds a relation's collection. What an operation writes to
 * the request (locale, context, transaction) stays with the scoped request; the original is never changed.
 *
 * What escapes: `req.payload.db.*`, an imported `getPayload`, HTTP calls to oneself, jobs.
 */
export const scopeRequest = (req: PayloadRequest): PayloadRequest => {
  if (isScoped(req)) return req
  const own = new Map<PropertyKey, unknown>()
  own.set(scopedMark, true)
  own.set('context', { ...req.context, [environmentKey]: 'production' })
  own.set('payload', scopePayload(req.payload))
  const scoped = new Proxy(req, {
    get: (target, property) => {
      if (own.has(property)) return own.get(property)
      const value = Reflect.get(target, property, target)
      // Methods of the fetch API's Request check that `this` is a real one.
      return typeof value === 'function' && property in Request.prototype ? value.bind(target) : value
    },
    set: (_, property, value) => {
      own.set(property, value)
      return true
    },
    deleteProperty: (_, property) => {
      own.set(property, undefined)
      return true
    },
    has: (target, property) => own.has(property) || property in target,
  })
  own.set('payloadDataLoader', getDataLoader(scoped))
  return scoped
}

const scopePayload = (payload: Payload): Payload => {
  const model = getModel(payload.config)
  const collections = collectionTwins(model)
  const globals = globalTwins(model)
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
