import type { Payload } from 'payload'
import { PromoteError } from '../errors.ts'
import { refreshSite } from './refreshSite.ts'

/**
 * A server of Next's that starts shows what its build or its disk holds, which may be older than the last promotion: what
 * was revalidated meanwhile is kept in memory only. So it tells the site again, itself included. At start-up nobody may
 * wait for this: the server answers nobody before it has started.
 */
export const refreshAfterStart = async (payload: Payload): Promise<void> => {
  if (!isNextServer()) return
  try {
    await refreshSite({ payload })
  } catch (error) {
    const isNew = error instanceof PromoteError && ['NOT_FOUND', 'MIGRATION_MISSING'].includes(error.code)
    if (!isNew) throw error
  }
}

/** Not a build of Next's, nor its development server, which keeps no pages. Next's bundler writes in the runtime. */
const isNextServer = (): boolean =>
  process.env.NEXT_RUNTIME === 'nodejs' &&
  process.env.NODE_ENV === 'production' &&
  process.env.NEXT_PHASE !== 'phase-production-build'
