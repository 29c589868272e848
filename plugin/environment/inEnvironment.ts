import { createLocalReq, type Payload, type PayloadRequest } from 'payload'
import { collectionTwins, getModel, globalTwins, type PromoteModel } from '../model.ts'
import { type OwnedValue, updateProductionOwned } from '../operations/updateProductionOwned.ts'
import type { Environment } from '../types.ts'
import { environmentKey } from './environmentOf.ts'
import { hasProduction, readGeneration } from './generation.ts'
import { scopeRequest } from './scopeRequest.ts'

/** The read operations of Payload's Local API, with their types. Slugs are the site's own in both environments. */
export type EnvironmentReads = Pick<Payload, 'find' | 'findByID' | 'findDistinct' | 'count' | 'findGlobal'>

export type InEnvironment = EnvironmentReads & {
  environment: Environment
  /** Creates a document of a separate collection: a form submission, an order. */
  create: Payload['create']
  /**
   * Changes production-owned fields of one document, in one atomic statement. Numbers take `{ $inc: -1 }`; a field's
   * `min` and `max` hold.
   * @throws {PromoteError} OUT_OF_RANGE, NOT_FOUND, BAD_REQUEST
   */
  update: (args: {
    collection: string
    id: string | number
    data: Record<string, OwnedValue>
  }) => Promise<Record<string, unknown>>
  /** Production's content state as a number, for cache keys and the `x-release` header. Grows with each promotion. */
  generation: () => Promise<number>
}

type Args = {
  collection: string
  where?: unknown
  draft?: boolean
  req?: PayloadRequest
  context?: Record<string, unknown>
}

/**
 * Payload's Local API as one environment sees it. `'production'` is what visitors see: until the first promotion, the
 * published state. `'staging'` is what Promote would put live; with `drafts`, the newest drafts.
 */
export const inEnvironment = (
  payload: Payload,
  environment: Environment,
  { drafts = false }: { drafts?: boolean } = {},
): InEnvironment => {
  const model = getModel(payload.config)
  const read =
    (method: 'find' | 'findByID' | 'findDistinct' | 'count') =>
    async (args: Args): Promise<unknown> => {
      const call = payload[method] as (args: unknown) => Promise<unknown>
      if (environment === 'production' && (await hasProduction(payload)))
        return call({
          ...args,
          collection: collectionTwins(model).get(args.collection) ?? args.collection,
          req: scopeRequest(await createLocalReq({ req: { ...args.req } as PayloadRequest }, payload)),
        })
      const req = await environmentRequest(payload, args.req, environment)
      return call({ ...stagingArgs(payload, model, method, args, environment, drafts), req })
    }

  return {
    environment,
    find: read('find') as Payload['find'],
    findByID: read('findByID') as Payload['findByID'],
    findDistinct: read('findDistinct') as Payload['findDistinct'],
    count: read('count') as Payload['count'],
    findGlobal: (async (args: { slug: string; req?: PayloadRequest }) => {
      if (environment === 'production' && (await hasProduction(payload)))
        return payload.findGlobal({
          ...args,
          slug: (globalTwins(model).get(args.slug) ?? args.slug) as never,
          req: scopeRequest(await createLocalReq({ req: { ...args.req } as PayloadRequest }, payload)),
        })
      const draft = drafts || undefined
      return payload.findGlobal({
        draft,
        ...args,
        slug: args.slug as never,
        req: await environmentRequest(payload, args.req, environment),
      })
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
const environmentRequest = (payload: Payload, req: PayloadRequest | undefined, environment: Environment) =>
  createLocalReq({ req: { ...req } as PayloadRequest, context: { [environmentKey]: environment } }, payload)

const stagingArgs = (
  payload: Payload,
  model: PromoteModel,
  method: string,
  args: Args,
  environment: Environment,
  drafts: boolean,
): Record<string, unknown> => {
  const separate = model.separate.find((entity) => entity.slug === args.collection)
  if (separate) return { ...args, collection: environment === 'staging' ? separate.twin : separate.slug }
  const hasDrafts = Boolean(
    (payload.collections[args.collection]?.config.versions as { drafts?: unknown } | undefined)?.drafts,
  )
  const promoted = model.promoted.some((e) => e.kind === 'collection' && e.slug === args.collection)
  if (!promoted || !hasDrafts) return args
  if (drafts) return { draft: true, ...args }
  if (args.draft || method === 'findByID') return args
  const published = { _status: { equals: 'published' } }
  return { ...args, where: args.where ? { and: [args.where, published] } : published }
}
