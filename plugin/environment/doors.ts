import type { CollectionConfig, Endpoint, GlobalConfig, PayloadHandler, PayloadRequest } from 'payload'
import { answerErrors } from '../answerErrors.ts'
import { PromoteError } from '../errors.ts'
import { findHash } from '../files/blobURLs.ts'
import { getCollection } from '../getCollection.ts'
import type { PromotedEntity } from '../model.ts'
import { entityKey } from '../sql/tablePairs.ts'
import type { Environment } from '../types.ts'
import { environmentKey, environmentOf } from './environmentOf.ts'
import { hasProduction, isFilled } from './generation.ts'
import { isAdminUser } from './isAdminUser.ts'
import { scopeRequest } from './scopeRequest.ts'

const doorMark = Symbol('payload-promote: door')

/** Payload's own read routes of a collection that get a door in front. `:id` is last: it matches anything. */
const collectionPaths = ['/', '/count', '/file/:filename', '/:id'] as const
const globalPaths = ['/'] as const

/**
 * The public's doors: `/api/pages`, `/api/pages/:id`, `/api/media/file/*` answer from production for everyone but admin
 * users, in the shape they always had. An admin user gets staging; `?environment=` asks for either.
 */
export const withCollectionDoors = (collection: CollectionConfig, entity: PromotedEntity): CollectionConfig =>
  collection.endpoints === false
    ? collection
    : {
        ...collection,
        endpoints: [
          ...(collection.endpoints ?? []),
          ...collectionPaths
            .filter((path) => path !== '/file/:filename' || collection.upload)
            .map((path) => createDoor(path, collectionAnswer(entity))),
        ],
      }

export const withGlobalDoors = (global: GlobalConfig, entity: PromotedEntity): GlobalConfig =>
  global.endpoints === false
    ? global
    : {
        ...global,
        endpoints: [...(global.endpoints ?? []), ...globalPaths.map((path) => createDoor(path, globalAnswer(entity)))],
      }

/** A shared global's relations are populated from the reader's environment. */
export const withSharedGlobalDoor = (global: GlobalConfig): GlobalConfig =>
  global.endpoints === false
    ? global
    : {
        ...global,
        endpoints: [
          ...(global.endpoints ?? []),
          createDoor('/', globalAnswer({ slug: global.slug, twin: global.slug })),
        ],
      }

type Answer = (req: PayloadRequest, environment: Environment, path: string) => Promise<Response>

const createDoor = (path: string, answer: Answer): Endpoint => ({
  path,
  method: 'get',
  custom: { [doorMark]: true },
  handler: answerErrors(async (req) => answer(req, await chooseEnvironment(req), path)),
})

const collectionAnswer =
  (entity: PromotedEntity): Answer =>
  async (req, environment, path) => {
    const staged = getCollection(req.payload, entity.slug).config.endpoints
    // `/versions` and the like match the door of `/:id` too. They are staging's, and closed like it.
    const named = path === '/:id' ? findNamedRoute(staged, String(req.routeParams?.id)) : undefined
    if (named) {
      req.routeParams = { ...req.routeParams, id: undefined }
      return named.handler(req)
    }
    if (environment === 'staging') return ownHandler(staged, path)(req)
    const slug = (await isFilled(req, entityKey(entity))) ? entity.twin : entity.slug
    const scoped = scopeRequest(req)
    scoped.routeParams = { ...req.routeParams, collection: slug }
    return ownHandler(getCollection(req.payload, slug).config.endpoints, path)(scoped)
  }

/** A shared global has one slug for both environments. */
const globalAnswer =
  ({ slug, twin }: { slug: string; twin: string }): Answer =>
  async (req, environment, path) => {
    const isOfTwin = environment === 'production' && (await isFilled(req, entityKey({ kind: 'global', slug })))
    const asked = isOfTwin ? twin : slug
    const target = environment === 'staging' ? req : scopeRequest(req)
    target.routeParams = { ...req.routeParams, global: asked }
    return ownHandler(globalEndpoints(req, asked), path)(target)
  }

const globalEndpoints = (req: PayloadRequest, slug: string) =>
  req.payload.globals.config.find((global) => global.slug === slug)!.endpoints

/** The route that a name alone reaches: `/versions`, or `/paste-url/:id?` without its optional part. */
const findNamedRoute = (endpoints: Endpoint[] | false | undefined, name: string): Endpoint | undefined =>
  (endpoints || []).find((e) => {
    const [first, ...rest] = e.path.split('/').slice(1)
    return e.method === 'get' && !isDoor(e) && first === name && rest.every((part) => /^:\w+[?*]$/.test(part))
  })

/** Payload's own handler of a route, or the site's: the first that is not a door. */
const ownHandler = (endpoints: Endpoint[] | false | undefined, path: string): PayloadHandler => {
  const endpoint = (endpoints || []).find((e) => e.method === 'get' && e.path === path && !isDoor(e))
  if (!endpoint) throw new PromoteError('NOT_FOUND', `There is no route "${path}" here.`, 'Check the URL.')
  return endpoint.handler
}

const isDoor = (endpoint: Endpoint): boolean =>
  Boolean((endpoint.custom as Record<symbol, unknown> | undefined)?.[doorMark])

/**
 * What has not been filled yet answers as before, but what it points at may be production's.
 * A URL with a content hash (`?v=`) is production's whoever asks. Staging is for admin users.
 * @throws {PromoteError} BAD_REQUEST, FORBIDDEN
 */
const chooseEnvironment = async (req: PayloadRequest): Promise<Environment> => {
  const asked = req.searchParams?.get('environment')
  if (asked && asked !== 'staging' && asked !== 'production')
    throw new PromoteError('BAD_REQUEST', `There is no environment "${asked}".`, 'Ask for "staging" or "production".')
  if (asked === 'staging' && !(await isAdminUser(req)))
    throw new PromoteError('FORBIDDEN', 'Staging is for admin users.', 'Sign in to the admin panel first.')
  const filled = await hasProduction(req)
  const wanted = asked ?? (findHash(req.searchParams) ? 'production' : await environmentOf(req))
  if (wanted === 'staging' || !filled) return 'staging'
  req.context[environmentKey] = 'production'
  return 'production'
}
