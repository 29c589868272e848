import type { Endpoint } from 'payload'
import { PromoteError, withHintInMessage } from '../errors.ts'

/**
 * A twin is storage: nothing reaches it by its own name, the Local API neither, which passes by access checks.
 * @throws {PromoteError} READ_ONLY
 */
export const refuseOperations = (slug: string) => (): never => {
  throw withHintInMessage(
    new PromoteError(
      'READ_ONLY',
      `Production's "${slug}" is not reached by a name of its own.`,
      `Read "${slug}" with inEnvironment(payload, 'production'); change it on staging and promote it. Production-owned fields are changed with inEnvironment(payload, 'production').update().`,
    ),
  )
}

/** No route of a twin answers: as if there were none. */
export const closedRoutes: Endpoint[] = (['get', 'post', 'put', 'patch', 'delete'] as const).map((method) => ({
  method,
  path: '/:path*',
  handler: () => Response.json({ message: 'Route not found.' }, { status: 404 }),
}))
