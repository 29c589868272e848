import type { Access, CollectionConfig, GlobalConfig, PayloadRequest } from 'payload'
import { listingMember, memberOf } from '../environment/environmentKey.ts'
import { isFilled } from '../environment/generation.ts'
import { isGlobalRead } from '../environment/globalReads.ts'
import { isAdminUser } from '../environment/isAdminUser.ts'
import { isScoped } from '../environment/scopePayload.ts'
import type { PromotedEntity } from '../model.ts'
import { entityKey } from '../sql/tablePairs.ts'

/** Payload's default where a site sets none. */
const signedIn: Access = ({ req }) => Boolean(req.user)

/**
 * Staging's access: the site's own check for admin users, nobody else. Until production is filled the site's check
 * stands alone, so that installing the plugin changes nothing for visitors. Writes are closed like reads: Payload
 * answers them with the document.
 */
const forAdminUsers =
  (entity: PromotedEntity, check: Access = signedIn): Access =>
  async (args) => {
    if (
      memberOf(args.req, listingMember) ||
      (await isAdminUser(args.req)) ||
      !(await isFilled(args.req, entityKey(entity)))
    )
      return check(args)
    return false
  }

/** Production is read with the same check: it is the request that says where. */
const forReaders = (entity: PromotedEntity, check: Access = signedIn): Access => {
  const staging = forAdminUsers(entity, check)
  const isProduction = (req: PayloadRequest) =>
    isScoped(req) || (entity.kind === 'global' && isGlobalRead(req, entity.slug))
  return (args) => (isProduction(args.req) ? check(args) : staging(args))
}

export const closeStagingCollection = (collection: CollectionConfig, entity: PromotedEntity): CollectionConfig => {
  const { access } = collection
  return {
    ...collection,
    access: {
      ...access,
      create: forAdminUsers(entity, access?.create),
      update: forAdminUsers(entity, access?.update),
      delete: forAdminUsers(entity, access?.delete),
      read: forReaders(entity, access?.read),
      readVersions: forAdminUsers(entity, access?.readVersions),
    },
  }
}

export const closeStagingGlobal = (global: GlobalConfig, entity: PromotedEntity): GlobalConfig => {
  const { access } = global
  return {
    ...global,
    access: {
      ...access,
      update: forAdminUsers(entity, access?.update),
      read: forReaders(entity, access?.read),
      readVersions: forAdminUsers(entity, access?.readVersions),
    },
  }
}
