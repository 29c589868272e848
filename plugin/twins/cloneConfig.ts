/**
 * Clones a raw collection or global config so that sanitising the clone cannot touch the source.
 * Only plain objects and arrays are copied; functions, class instances and React elements stay shared. Shared parts
 * (one block in two fields) stay shared in the clone, because Payload tells block tables apart by object identity.
 */
export const cloneConfig = <T>(value: T, seen = new Map<unknown, unknown>()): T => {
  if (typeof value !== 'object' || value === null) return value
  const known = seen.get(value)
  if (known) return known as T
  if (Array.isArray(value)) {
    const copy: unknown[] = []
    seen.set(value, copy)
    for (const item of value) copy.push(cloneConfig(item, seen))
    return copy as T
  }
  const prototype = Object.getPrototypeOf(value)
  if ((prototype !== Object.prototype && prototype !== null) || '$$typeof' in value) return value
  const copy: Record<PropertyKey, unknown> = {}
  seen.set(value, copy)
  for (const key of Reflect.ownKeys(value)) copy[key] = cloneConfig((value as Record<PropertyKey, unknown>)[key], seen)
  return copy as T
}
