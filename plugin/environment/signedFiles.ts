/** In charge of staged files for readers without a cookie: image optimizers, previews on another domain. */

import type { Access, CollectionAfterReadHook, CollectionConfig, PayloadHandler, PayloadRequest } from 'payload'
import { answerErrors } from '../answerErrors.ts'
import { PromoteError } from '../errors.ts'
import { mapFileURLs } from '../files/mapFileURLs.ts'
import { checkSignature, signFile } from '../files/signature.ts'
import { getCollection } from '../getCollection.ts'
import { environmentKey } from './environmentKey.ts'
import { environmentOf } from './environmentOf.ts'
import { isFilled } from './generation.ts'
import { isAdminUser } from './isAdminUser.ts'

/** The document whose file a signed URL asks for, in `req.context`. */
const signedKey = 'promoteSignedFile'

/**
 * Gives the files of a promoted upload collection short-lived URLs of their own where staging is read, and serves them:
 * `/api/media/file/staged.<…>/bean.jpg`. The names of collection and route stay, so that what a site allows its image
 * optimizer fits both environments, and whatever the site appends is free.
 */
export const withSignedFiles = (collection: CollectionConfig): CollectionConfig => {
  if (!collection.upload || collection.endpoints === false) return collection
  return {
    ...collection,
    access: { ...collection.access, read: forSignature(collection.access?.read) },
    endpoints: [
      ...(collection.endpoints ?? []),
      { path: '/file/:signature/:filename', method: 'get', handler: serveSigned(collection.slug) },
    ],
    hooks: { ...collection.hooks, afterRead: [...(collection.hooks?.afterRead ?? []), signURLs(collection.slug)] },
  }
}

/**
 * Only what reads staging gets signatures: an admin user, or code that asked for it. Until its production is filled a
 * collection answers as without the plugin.
 */
const readsStaging = async (req: PayloadRequest, slug: string): Promise<boolean> =>
  (await environmentOf(req)) === 'staging' &&
  (req.context?.[environmentKey] === 'staging' || (await isAdminUser(req))) &&
  isFilled(req, slug)

const signURLs =
  (slug: string): CollectionAfterReadHook =>
  async ({ doc, req }) => {
    if (doc.id === undefined || !(await readsStaging(req, slug))) return doc
    const { secret, config } = req.payload
    const route = `/${slug}/file/`
    const savedAt = new Date(doc.updatedAt ?? 0).getTime()
    return mapFileURLs(doc, (url) => {
      const at = url.indexOf(route) + route.length
      // Others are a storage's own, or the site's.
      const isOurs =
        at >= route.length && (/^\/(?!\/)/.test(url) || (config.serverURL && url.startsWith(config.serverURL)))
      if (!isOurs) return url
      const filename = decodeURIComponent(url.slice(at).split('?')[0]!)
      const signature = signFile(secret, { collection: slug, id: String(doc.id), filename }, savedAt)
      return `${url.slice(0, at)}${signature}/${url.slice(at)}`
    })
  }

/** A signature stands for the check that its reader passed, for this one document. */
const forSignature =
  (check: Access | undefined): Access =>
  (args) => {
    const id = args.isReadingStaticFile ? args.req.context?.[signedKey] : undefined
    if (typeof id === 'string') return { id: { equals: id } }
    return check ? check(args) : Boolean(args.req.user)
  }

const serveSigned = (slug: string): PayloadHandler =>
  answerErrors(async (req) => {
    const { signature, filename } = req.routeParams as { signature: string; filename: string }
    const verdict = checkSignature(req.payload.secret, { signature, collection: slug, filename })
    if (verdict.result === 'forged')
      throw new PromoteError(
        'FORBIDDEN',
        'This address of a staged file is not one of this site.',
        'Read its document.',
      )
    if (verdict.result === 'expired') return redirectToFile(req, signature)
    req.context[signedKey] = verdict.id
    req.context[environmentKey] = 'staging'
    req.routeParams = { ...req.routeParams, signature: undefined }
    return hide(await fileHandler(req, slug)(req), verdict.isDated)
  })

/** The same file as the reader may see it: staging's for an admin user, production's for everybody else. */
const redirectToFile = (req: PayloadRequest, signature: string): Response => {
  const { pathname, search } = new URL(req.url!)
  return new Response(null, {
    status: 307,
    headers: { location: `${pathname.replace(`/${signature}/`, '/')}${search}`, 'cache-control': 'no-store' },
  })
}

/** Payload's own, behind the collection's. */
const fileHandler = (req: PayloadRequest, slug: string): PayloadHandler => {
  const endpoints = getCollection(req.payload, slug).config.endpoints || []
  return endpoints.findLast(({ path, method }) => path === '/file/:filename' && method === 'get')!.handler
}

/** Nothing staged for shared caches and search engines. The reader's own browser may keep it until it is saved again. */
const hide = (response: Response, isDated: boolean): Response => {
  const headers = new Headers(response.headers)
  headers.set('cache-control', response.ok && isDated ? 'private, max-age=3600' : 'private, no-store')
  headers.set('x-robots-tag', 'noindex')
  return new Response(response.body, { status: response.status, headers })
}
