import type { CollectionConfig, GlobalConfig, PayloadRequest } from 'payload'

type Check = (args: { req: PayloadRequest }) => boolean | Promise<boolean>
type CollectionAccess = Required<NonNullable<CollectionConfig['access']>>
type GlobalAccess = Required<NonNullable<GlobalConfig['access']>>

/** Every check that Payload knows: of a twin, none is the site's own. One that Payload adds is missed by the compiler. */
export const collectionAccess = (check: Check): CollectionAccess => ({
  admin: check,
  create: check,
  delete: check,
  read: check,
  readVersions: check,
  unlock: check,
  update: check,
})

export const globalAccess = (check: Check): GlobalAccess => ({ read: check, readVersions: check, update: check })

/** A twin of production is storage: nobody reaches it by its own name. */
export const nobody: Check = () => false
