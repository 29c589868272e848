import { createEntry } from './entry.ts'
import type { CacheStore } from './store.ts'
import { holdBody } from './wholeBody.ts'

/**
 * Keeps a copy of an answer, once its end has been seen and its length agrees; never of one that was cut. What is too
 * large to hold isn't kept: a store that is given a stream keeps what it had when the stream broke.
 */
export const keepWhole = async (store: CacheStore, key: string, copy: Response, epoch: number): Promise<void> => {
  const held = await holdBody(copy)
  if (held.whole) await store.put(key, createEntry(copy, held.whole, epoch))
  else await held.rest.cancel()
}
