import type { Access, CollectionConfig } from 'payload'
import { hasProduction } from '../environment/generation.ts'
import { isAdminUser } from '../environment/isAdminUser.ts'
import { hasRoute } from './findField.ts'
import type { KnownPlugin } from './types.ts'

/** Keeps what editors export and import as files of two shared upload collections, which every signed-in user may read. */
export const importExport: KnownPlugin = {
  name: 'plugin-import-export',
  close: (collection) =>
    hasRoute(collection, 'post', '/export-preview') || hasRoute(collection, 'post', '/preview-data')
      ? closeToPublic(collection)
      : collection,
}

const signedIn: Access = ({ req }) => Boolean(req.user)

const verbs = ['create', 'read', 'update', 'delete', 'readVersions'] as const

/** Until production is filled there is no staged content to keep. */
const closeToPublic = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  access: {
    ...collection.access,
    ...Object.fromEntries(verbs.map((verb) => [verb, forAdminUsers(collection.access?.[verb])])),
  },
})

const forAdminUsers =
  (check: Access = signedIn): Access =>
  async (args) =>
    (await isAdminUser(args.req)) || !(await hasProduction(args.req)) ? check(args) : false
