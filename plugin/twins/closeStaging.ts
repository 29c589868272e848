import type { Access, CollectionConfig, GlobalConfig } from 'payload'
import { isFilled } from '../environment/generation.ts'
import { isAdminUser } from '../environment/isAdminUser.ts'
import { entityKey } from '../sql/tablePairs.ts'

/** Payload's default where a site sets none. */
const signedIn: Access = ({ req }) => Boolean(req.user)

/**
 * Staging's access: the site's own check for admin users, nobody else. Until its production is filled the
 * site's check stands alone, so that installing the plugin changes nothing for visitors. Writes are closed like reads: Payload
 * answers them with the document.
 */
const forAdminUsers =
  (key: string) =>
  (check: Access = signedIn): Access =>
  async (args) => {
    if (!(await isAdminUser(args.req)) && (await isFilled(args.req, key))) return false
    return check(args)
  }

export const closeStagingCollection = (collection: CollectionConfig): CollectionConfig => {
  const close = forAdminUsers(entityKey({ kind: 'collection', slug: collection.slug }))
  return {
    ...collection,
    access: {
      ...collection.access,
      create: close(collection.access?.create),
      update: close(collection.access?.update),
      delete: close(collection.access?.delete),
      read: close(collection.access?.read),
      readVersions: close(collection.access?.readVersions),
    },
  }
}

export const closeStagingGlobal = (global: GlobalConfig): GlobalConfig => {
  const close = forAdminUsers(entityKey({ kind: 'global', slug: global.slug }))
  return {
    ...global,
    access: {
      ...global.access,
      update: close(global.access?.update),
      read: close(global.access?.read),
      readVersions: close(global.access?.readVersions),
    },
  }
}
