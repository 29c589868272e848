/**
 * Where answers are kept. A driver may lose entries at any time and needn't be able to delete them everywhere:
 * what is served is decided by each entry's stamp (`validity.ts`), never by deleting in time.
 */
export type CacheStore = {
  /** The entry as it was put, or undefined. */
  find(key: string): Promise<Response | undefined>
  /** Keeps the response, whose `Cache-Control` says for how long. */
  put(key: string, response: Response): Promise<void>
  /** Forgets the entry, at least where the call was made. */
  drop(key: string): Promise<void>
}
