// Who may read and write what. Roles: an admin does everything, an editor writes content, a viewer reads in the admin.
import type { Access, CollectionConfig, FieldAccess, PayloadRequest } from 'payload'

const hasRole = (req: PayloadRequest, ...roles: string[]) =>
  req.user?.collection === 'users' && roles.includes(req.user.role)

export const anyone = () => true
export const nobody = () => false
export const isAdminUser = ({ req }: { req: PayloadRequest }) => hasRole(req, 'admin', 'editor', 'viewer')
export const isEditor = ({ req }: { req: PayloadRequest }) => hasRole(req, 'admin', 'editor')
export const isAdmin = ({ req }: { req: PayloadRequest }) => hasRole(req, 'admin')
export const isAdminField: FieldAccess = ({ req }) => hasRole(req, 'admin')

const writtenByEditors = { create: isEditor, update: isEditor, delete: isEditor }

/** Content without drafts: everybody reads it. */
export const publicContent = { ...writtenByEditors, read: anyone } satisfies CollectionConfig['access']

const publishedOrAdminUser: Access = (args) => isAdminUser(args) || { _status: { equals: 'published' } }

/** Content with drafts: the public reads what is published. */
export const publishedContent = {
  ...writtenByEditors,
  read: publishedOrAdminUser,
  readVersions: isAdminUser,
} satisfies CollectionConfig['access']

/** Configuration that visitors have no business reading. */
export const internalContent = { ...writtenByEditors, read: isAdminUser } satisfies CollectionConfig['access']

/** What visitors leave behind: anybody adds, admin users read, nobody edits. */
export const visitorData = {
  create: anyone,
  read: isAdminUser,
  update: nobody,
  delete: isAdmin,
} satisfies CollectionConfig['access']

export const publicGlobal = { read: anyone, update: isEditor }
