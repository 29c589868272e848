import type { PayloadRequest } from 'payload'
import { PromoteError, withHintInMessage } from '../errors.ts'
import { isAdminUser } from './isAdminUser.ts'

/**
 * Checks `?environment=` where the request is for this collection or global, or for GraphQL: what else runs on the way,
 * such as signing in, isn't what was asked.
 * @throws {PromoteError} BAD_REQUEST, FORBIDDEN
 */
export const assertAskedEnvironment = async (
  req: PayloadRequest,
  { kind, slug }: { kind: 'collection' | 'global'; slug: string },
): Promise<void> => {
  const asked = req.payloadAPI === 'local' ? undefined : req.searchParams?.get('environment')
  if (!asked || (req.payloadAPI !== 'GraphQL' && req.routeParams?.[kind] !== slug)) return
  if (asked !== 'staging' && asked !== 'production')
    throw withHintInMessage(
      new PromoteError('BAD_REQUEST', `There is no environment "${asked}".`, 'Ask for "staging" or "production".'),
    )
  if (asked === 'staging' && !(await isAdminUser(req)))
    throw withHintInMessage(
      new PromoteError('FORBIDDEN', 'Staging is for admin users.', 'Sign in to the admin panel first.'),
    )
}
