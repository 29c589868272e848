import { createLocalReq, NotFound, type Payload, type PayloadRequest } from 'payload'
import { findCollection } from '../getCollection.ts'
import { getModel, type PromoteModel } from '../model.ts'
import { entityKey } from '../sql/tablePairs.ts'
import type { Environment } from '../types.ts'
import { environmentKey } from './environmentKey.ts'
import { hasProduction, isFilled, readGeneration } from './generation.ts'
import { readPublishedGlobal } from './globalReads.ts'
import { unscopePayload } from './scopePayload.ts'
import { scopeRequest } from './scopeRequest.ts'
import { type OwnedValue, updateProductionOwned } from './updateProductionOwned.ts'

/** The read operations of Payload's Local API, with their types. Slugs are the site's own in both environments. */
export type EnvironmentReads = Pick<Payload, 'find' | 'findByID' | 'findDistinct' | 'count' | 'findGlobal'>

export type InEnvironment = EnvironmentReads & {
  environment: Environment
  /** Creates a document of a separate collection: a form submission, an order. */
  create: Payload['create']
  /**
   * Changes production-owned fields of one document, in one atomic statement. Numbers take `{ $inc: -1 }`; a field's
   * `min` and `max` hold. Localized fields take their `locale`, in a call of their own.
   * @throws {PromoteError} OUT_OF_RANGE, NOT_FOUND, BAD_REQUEST
   */
  update: (args: {
    collection: string
    id: string | number
    data: Record<string, OwnedValue>
    locale?: string
  }) => Promise<Record<string, unknown>>
  /** Production's content state as a number, for cache keys and the `x-release` header. Grows with each promotion. */
  generation: () => Promise<number>
}

type Args = {
  collection: string
  id?: string | number
  where?: unknown
  draft?: boolean
  disableErrors?: boolean
  req?: PayloadRequest
  context?: Record<string, unknown>
}

/**
 * Payload's Local API as one environment sees it. `'production'` is what visitors see: until the first promotion, the
 * published state. `'staging'` is what Promote would put live; with `drafts`, the newest drafts.
 */
export const inEnvironment = (
  given: Payload,
  environment: Environment,
  options: { drafts?: boolean } = {},
): InEnvironment => {
  const payload = unscopePayload(given)
  const model = getModel(payload.config)
  const drafts = Boolean(options.drafts) && environment === 'staging'
  const read =
    (method: 'find' | 'findByID' | 'findDistinct' | 'count') =>
    async (asked: Args): Promise<unknown> => {
      // Production has no drafts, before it is filled either.
      const args = environment === 'production' ? { ...asked, draft: false } : asked
      const call = payload[method] as (args: unknown) => Promise<unknown>
      const req = await environmentRequest(payload, args.req, environment)
      if (environment === 'production' && (await isOnProduction(payload, model, args.collection)))
        return call({ ...args, req })
      if (method === 'findByID' && isPublishedOnly(payload, model, args, drafts))
        return findPublishedByID(payload, { ...args, req })
      return call({ ...stagingArgs(payload, model, args, environment, drafts), req })
    }

  return {
    environment,
    find: read('find') as Payload['find'],
    findByID: read('findByID') as Payload['findByID'],
    findDistinct: read('findDistinct') as Payload['findDistinct'],
    count: read('count') as Payload['count'],
    findGlobal: (async (asked: { slug: string; draft?: boolean; req?: PayloadRequest }) => {
      const req = await environmentRequest(payload, asked.req, environment)
      const args = { draft: drafts, ...asked, ...(environment === 'production' ? { draft: false } : {}) }
      if (!args.draft && (await isStagedGlobal(payload, model, args.slug, environment)))
        readPublishedGlobal(req, args.slug)
      return payload.findGlobal({ ...args, slug: args.slug as never, req })
    }) as Payload['findGlobal'],
    create: (async (args: Args & { data: unknown }) => {
      const separate = model.separate.find((entity) => entity.slug === args.collection)
      if (!separate)
        throw new TypeError(
          `inEnvironment().create() takes separate collections; "${args.collection}" is not one. They are: ${model.separate.map((s) => s.slug).join(', ') || 'none'}.`,
        )
      const collection = environment === 'production' ? separate.slug : separate.twin
      return (payload.create as (args: unknown) => Promise<unknown>)({ ...args, collection })
    }) as Payload['create'],
    update: (args) => {
      if (environment !== 'production')
        throw new TypeError(
          'inEnvironment().update() changes production-owned fields; on staging use payload.update().',
        )
      return updateProductionOwned({ payload, ...args })
    },
    generation: () => readGeneration(payload),
  }
}

/** A request of our own that carries the environment; the caller's is left as it is. */
const environmentRequest = async (
  payload: Payload,
  given: PayloadRequest | undefined,
  environment: Environment,
): Promise<PayloadRequest> => {
  const { payloadDataLoader: _, ...members } = { ...given } as PayloadRequest
  const context = { [environmentKey]: environment }
  const req = await createLocalReq({ req: members, context }, payload)
  return environment === 'production' && (await hasProduction(payload)) ? scopeRequest(req) : req
}

/** Until production holds a collection, its published documents stand for it. */
const isOnProduction = async (payload: Payload, model: PromoteModel, slug: string): Promise<boolean> => {
  const entity = model.promoted.find((e) => e.kind === 'collection' && e.slug === slug)
  return entity ? isFilled(payload, entityKey(entity)) : hasProduction(payload)
}

/** A global with drafts that staging stands for: what was unpublished is not what Promote would put live. */
const isStagedGlobal = async (
  payload: Payload,
  model: PromoteModel,
  slug: string,
  environment: Environment,
): Promise<boolean> => {
  const entity = model.promoted.find((e) => e.kind === 'global' && e.slug === slug)
  const versions = payload.globals.config.find((global) => global.slug === slug)?.versions
  if (!entity || !versions?.drafts) return false
  return environment === 'staging' || !(await isFilled(payload, entityKey(entity)))
}

const published = { _status: { equals: 'published' } }

const stagingArgs = (
  payload: Payload,
  model: PromoteModel,
  args: Args,
  environment: Environment,
  drafts: boolean,
): Record<string, unknown> => {
  const separate = model.separate.find((entity) => entity.slug === args.collection)
  if (separate) return { ...args, collection: environment === 'staging' ? separate.twin : separate.slug }
  if (!isPublishedOnly(payload, model, args, drafts)) return drafts ? { draft: true, ...args } : args
  return { ...args, where: args.where ? { and: [args.where, published] } : published }
}

/** Whether a document may be there that Promote would not put live. */
const isPublishedOnly = (payload: Payload, model: PromoteModel, args: Args, drafts: boolean): boolean => {
  if (drafts || args.draft) return false
  const versions = findCollection(payload, args.collection)?.config.versions as { drafts?: unknown } | undefined
  return Boolean(versions?.drafts) && model.promoted.some((e) => e.kind === 'collection' && e.slug === args.collection)
}

/** As `findByID`, which takes no `where`: a never-published document is not found. */
const findPublishedByID = async (
  payload: Payload,
  { id, disableErrors, req, ...args }: Args & { req: PayloadRequest },
): Promise<unknown> => {
  const find = payload.find as (args: unknown) => Promise<{ docs: unknown[] }>
  const where = { and: [{ id: { equals: id } }, published] }
  const { docs } = await find({ ...args, req, where, limit: 1, pagination: false })
  if (docs.length === 0 && !disableErrors) throw new NotFound(req.t)
  return docs[0] ?? null
}
