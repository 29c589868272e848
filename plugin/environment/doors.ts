import type { CollectionConfig, Endpoint, GlobalConfig, PayloadRequest } from 'payload'
import { findHash } from '../files/blobURLs.ts'
import { getCollection } from '../getCollection.ts'
import type { PromotedEntity } from '../model.ts'
import { entityKey } from '../sql/tablePairs.ts'
import { assertAskedEnvironment } from './assertAskedEnvironment.ts'
import { createDoor, type Door, type Endpoints } from './createDoor.ts'
import { deriveRequest } from './deriveRequest.ts'
import { listingMember } from './environmentKey.ts'
import { environmentOf } from './environmentOf.ts'
import { hasProduction, isFilled } from './generation.ts'
import { scopeRequest } from './scopeRequest.ts'

/** What Payload answers without an operation, so that no hook can scope it. */
const fileDoor: Door = { path: '/file/:filename', method: 'get' }
const accessDoor: Door = { path: '/access/:id?', method: 'post' }

/** Routes of a promoted collection that are answered with a request scoped to production, for production's readers. */
export const withCollectionDoors = (collection: CollectionConfig, entity: PromotedEntity): CollectionConfig =>
  collection.endpoints === false
    ? collection
    : {
        ...collection,
        endpoints: [
          ...(collection.endpoints ?? []),
          ...[accessDoor, ...(collection.upload ? [fileDoor] : [])].map((door) =>
            createDoor(door, collectionEndpoints, async (req) => {
              await assertAskedEnvironment(req, entity)
              if (!(await isFilled(req, entityKey(entity)))) return req
              return isOfContent(req) || (await readsProduction(req)) ? scopeRequest(req) : req
            }),
          ),
        ],
      }

/** What users may do is listed as without the plugin: the public may read, though what it reads is production. */
export const permissionsDoor: Endpoint = createDoor(
  { path: '/access', method: 'get' },
  ({ payload }) => payload.config.endpoints,
  (req) => deriveRequest(req, { [listingMember]: true }),
)

/** Payload takes a global's request before its hooks run: over REST it is scoped before that. */
export const withGlobalDoor = (global: GlobalConfig): GlobalConfig =>
  global.endpoints === false
    ? global
    : {
        ...global,
        endpoints: [
          ...(global.endpoints ?? []),
          createDoor({ path: '/', method: 'get' }, globalEndpoints, async (req) => {
            await assertAskedEnvironment(req, { kind: 'global', slug: global.slug })
            return (await hasProduction(req)) && (await readsProduction(req)) ? scopeRequest(req) : req
          }),
        ],
      }

/** A file's URL with a content hash (`?v=`) is production's, whoever asks. */
const isOfContent = (req: PayloadRequest): boolean =>
  req.routeParams?.filename !== undefined && findHash(req.searchParams) !== undefined

const readsProduction = async (req: PayloadRequest): Promise<boolean> => (await environmentOf(req)) === 'production'

const collectionEndpoints = ({ payload, routeParams }: PayloadRequest): Endpoints =>
  getCollection(payload, String(routeParams?.collection)).config.endpoints

const globalEndpoints = ({ payload, routeParams }: PayloadRequest): Endpoints =>
  payload.globals.config.find(({ slug }) => slug === routeParams?.global)?.endpoints
