/**
 * Waits for `work` no longer than `ms` milliseconds; what it does afterwards is not waited for.
 * @throws {Error} With `message`, when it took longer
 */
export const withTimeout = async (work: Promise<void>, ms: number, message: string): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms)
  })
  try {
    await Promise.race([work, timeout])
  } finally {
    clearTimeout(timer)
  }
}
