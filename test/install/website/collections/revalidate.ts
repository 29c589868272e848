// What the template does when an editor publishes. With the plugin it renews pages that did not change: no harm.
import { revalidatePath, revalidateTag } from 'next/cache'
import type { CollectionAfterChangeHook, GlobalAfterChangeHook } from 'payload'

/** Outside a request of Next's, where there is nothing to renew, the seed turns these off. */
const isOff = (context: Record<string, unknown>) => Boolean(context.disableRevalidate)

export const revalidatePage: CollectionAfterChangeHook = ({ doc, req }) => {
  if (isOff(req.context) || doc._status !== 'published') return doc
  revalidatePath(doc.slug === 'home' ? '/' : `/${doc.slug}`)
  revalidateTag('sitemap', 'max')
  return doc
}

export const revalidatePost: CollectionAfterChangeHook = ({ doc, req }) => {
  if (!isOff(req.context) && doc._status === 'published') revalidatePath(`/posts/${doc.slug}`)
  return doc
}

export const revalidateRedirects: CollectionAfterChangeHook = ({ doc, req }) => {
  if (!isOff(req.context)) revalidateTag('redirects', 'max')
  return doc
}

export const revalidateHeader: GlobalAfterChangeHook = ({ doc, req }) => {
  if (!isOff(req.context)) revalidateTag('global_header', 'max')
  return doc
}
