/** In charge of bodies that must have come to their end before anything is done with them. */

/** What an isolate holds of one body at most: it has 128 MB for all that it does. */
const MAX_HELD_BYTES = 4 * 1024 * 1024

/** All of a body, or its beginning and what is still to come where it is too long to be held. */
export type HeldBody = { whole: Uint8Array } | { whole: undefined; start: Uint8Array[]; rest: ReadableStream }

/**
 * Reads the body until its end has been seen, or `MAX_HELD_BYTES`.
 * Throws if it was cut: the connection broke, or its length isn't what the header says.
 */
export const holdBody = async ({ body, headers }: Response): Promise<HeldBody> => {
  if (!body) return { whole: new Uint8Array() }
  const start: Uint8Array[] = []
  let size = 0
  const reader = body.getReader()
  while (size <= MAX_HELD_BYTES) {
    const { done, value } = await reader.read()
    if (done) return { whole: join(start, size, getBodyLength(headers) ?? size) }
    size += value.byteLength
    start.push(value)
  }
  reader.releaseLock()
  return { whole: undefined, start, rest: body }
}

/** Whether the body says beforehand that it is too long to be held. */
export const isTooLong = (response: Response): boolean => (getBodyLength(response.headers) ?? 0) > MAX_HELD_BYTES

/** How many bytes the body will have when it is read; undefined if that isn't known before. */
const getBodyLength = (headers: Headers): number | undefined => {
  // The runtime unpacks: the length is then of something else.
  if (headers.has('content-encoding')) return undefined
  const length = headers.get('content-length')
  return length !== null && /^\d+$/.test(length) ? Number(length) : undefined
}

const join = (chunks: Uint8Array[], size: number, expected: number): Uint8Array => {
  if (size !== expected) throw new Error(`The body has ${size} of ${expected} bytes`)
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}
