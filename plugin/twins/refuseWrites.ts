import type { CollectionBeforeOperationHook, GlobalBeforeOperationHook } from 'payload'
import { PromoteError, withHintInMessage } from '../errors.ts'

const reads = ['read', 'find', 'findByID', 'findDistinct', 'readDistinct', 'count', 'countVersions']

/** Production is written by promotions only: refuses the Local API's writes too, which pass by access checks. */
export const refuseWrites =
  (slug: string): CollectionBeforeOperationHook =>
  ({ args, operation }) => {
    if (!reads.includes(operation)) throw readOnly(slug)
    return args
  }

export const refuseGlobalWrites =
  (slug: string): GlobalBeforeOperationHook =>
  ({ args, operation }) => {
    if (operation !== 'read' && operation !== 'countVersions') throw readOnly(slug)
    return args
  }

const readOnly = (slug: string) =>
  withHintInMessage(
    new PromoteError(
      'READ_ONLY',
      `Production's "${slug}" is read-only.`,
      `Change "${slug}" on staging and promote it. Production-owned fields are changed with inEnvironment(payload, 'production').update().`,
    ),
  )
