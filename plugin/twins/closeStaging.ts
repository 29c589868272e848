import type { Access, CollectionConfig, GlobalConfig } from 'payload'
import { hasProduction } from '../environment/generation.ts'
import { isAdminUser } from '../environment/isAdminUser.ts'

/** Payload's default where a site sets none. */
const signedIn: Access = ({ req }) => Boolean(req.user)

/**
 * Staging's access: the site's own check for admin users, nobody else. Until production is filled the site's check
 * stands alone, so that installing the plugin changes nothing for visitors. Writes are closed like reads: Payload
 * answers them with the document.
 */
const forAdminUsers =
  (check: Access = signedIn): Access =>
  async (args) => {
    if (!(await isAdminUser(args.req)) && (await hasProduction(args.req))) return false
    return check(args)
  }

export const closeStagingCollection = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  access: {
    ...collection.access,
    create: forAdminUsers(collection.access?.create),
    update: forAdminUsers(collection.access?.update),
    delete: forAdminUsers(collection.access?.delete),
    read: forAdminUsers(collection.access?.read),
    readVersions: forAdminUsers(collection.access?.readVersions),
  },
})

export const closeStagingGlobal = (global: GlobalConfig): GlobalConfig => ({
  ...global,
  access: {
    ...global.access,
    update: forAdminUsers(global.access?.update),
    read: forAdminUsers(global.access?.read),
    readVersions: forAdminUsers(global.access?.readVersions),
  },
})
