import { setTimeout as sleep } from 'node:timers/promises'

type Awaitable<T> = T | Promise<T>

/** Polls until `read` gives something, and fails once the deadline has passed: a minute, unless told otherwise. */
export const waitFor = async <T>(
  what: string,
  read: () => Awaitable<T | undefined | false>,
  deadlineMs = 60_000,
): Promise<T> => {
  const deadline = Date.now() + deadlineMs
  for (;;) {
    const value = await read()
    if (value !== undefined && value !== false) return value
    if (Date.now() > deadline) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}.`)
    await sleep(20)
  }
}
