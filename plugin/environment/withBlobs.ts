import type { CollectionConfig, UploadConfig } from 'payload'
import { blobURLs, takeBlobRefs } from '../files/blobURLs.ts'
import { blobHandler } from '../files/serveBlob.ts'
import type { PromotedEntity } from '../model.ts'
import { entityKey } from '../sql/tablePairs.ts'
import { isFilled } from './generation.ts'
import { isScoped } from './scopePayload.ts'

type Handler = NonNullable<UploadConfig['handlers']>[number]

/** A promoted upload collection: production's documents have their files in blobs. */
export const withBlobs = (collection: CollectionConfig, entity: PromotedEntity): CollectionConfig => {
  const { hooks, slug, upload } = collection
  const given = typeof upload === 'object' ? upload : {}
  const handler = async (...[req, args]: Parameters<Handler>) =>
    isScoped(req) && (await isFilled(req, entityKey(entity))) ? blobHandler(req, args) : undefined
  return {
    ...collection,
    upload: { ...given, handlers: [handler as Handler, ...(given.handlers ?? [])] },
    hooks: {
      ...hooks,
      beforeRead: [takeBlobRefs(slug), ...(hooks?.beforeRead ?? [])],
      afterRead: [...(hooks?.afterRead ?? []), blobURLs(slug)],
    } as CollectionConfig['hooks'],
  }
}
