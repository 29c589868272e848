/** In charge of what a site's framework has to be told when its content changes: Next's caches. */
import { contentTag } from './contentTag.ts'

type NextCache = {
  revalidatePath: (path: string, type: 'layout') => void
  revalidateTag: (tag: string, profile: { expire: number }) => void
}

/**
 * Makes the server that answers this request forget every page that it rendered and everything cached under
 * `contentTag`. Next does it when the request's handler has returned, before the answer is sent
 * (`resolvePendingRevalidations` in its app-route module), so only in a request and not in `after()`. Outside Next
 * there is nothing to forget.
 */
export const forgetContent = async (): Promise<void> => {
  const cache = await loadNextCache()
  if (!cache) return
  try {
    cache.revalidatePath('/', 'layout')
    cache.revalidateTag(contentTag, { expire: 0 })
  } catch (error) {
    if (!isOutsideNext(error)) throw error
  }
}

/** Next is installed, but another server answers: Next's own error has no code or class of its own. */
const isOutsideNext = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('static generation store missing')

const loadNextCache = async (): Promise<NextCache | undefined> => {
  try {
    return (await import('next/cache.js')) as NextCache
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}
