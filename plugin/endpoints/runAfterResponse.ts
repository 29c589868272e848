/**
 * Runs work after the answer has been sent. Inside Next, `after` keeps the function alive where functions are frozen
 * once they have answered; elsewhere the process lives on by itself.
 */
export const runAfterResponse = async (work: () => Promise<void>): Promise<void> => {
  const after = await loadAfter()
  if (!after) {
    setImmediate(() => void work())
    return
  }
  try {
    after(work)
  } catch {
    // Called outside a Next request (a test, a script): `after` says so by throwing, before it has done anything.
    setImmediate(() => void work())
  }
}

const loadAfter = async (): Promise<((work: () => Promise<void>) => void) | undefined> => {
  try {
    return (await import('next/server.js')).after
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  }
}
