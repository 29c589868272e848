import { setTimeout as sleep } from 'node:timers/promises'

/** Polls until `read` returns something, and fails after a minute. */
export const waitFor = async <T>(what: string, read: () => Promise<T | undefined>, deadlineMs = 60_000): Promise<T> => {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const value = await read()
    if (value !== undefined) return value
    if (Date.now() > deadline) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`)
    await sleep(50)
  }
}
