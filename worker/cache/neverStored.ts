/** In charge of not asking the cache for what can't be there: a look-up costs more than all else that a passing page needs. */

/** Addresses whose last answer was not to be kept. What an isolate forgets costs a look-up, nothing more. */
export type NeverStored = {
  has(key: string): boolean
  /** Remembers what the last answer of this address was. */
  note(key: string, isStorable: boolean): void
}

/** Some hundred bytes each. */
const MAX_KEYS = 2_000

export const createNeverStored = (): NeverStored => {
  const keys = new Set<string>()
  return {
    has: (key) => keys.has(key),
    note(key, isStorable) {
      keys.delete(key)
      if (isStorable) return
      keys.add(key)
      const [oldest] = keys
      if (keys.size > MAX_KEYS && oldest !== undefined) keys.delete(oldest)
    },
  }
}
