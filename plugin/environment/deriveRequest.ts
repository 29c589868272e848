import type { PayloadRequest } from 'payload'

/** Members that belong to the operation under way, whichever request it is called with. */
const shared: ReadonlySet<PropertyKey> = new Set(['transactionID', 'responseHeaders'])

/**
 * A request like another, with members of its own. What an operation writes to it (locale, context) stays with it; the
 * transaction and the headers of the answer are the original's.
 */
export const deriveRequest = (req: PayloadRequest, members: Record<PropertyKey, unknown>): PayloadRequest => {
  const own = new Map<PropertyKey, unknown>(Reflect.ownKeys(members).map((key) => [key, members[key as string]]))
  return new Proxy(req, {
    get: (target, property) => {
      if (own.has(property)) return own.get(property)
      const value = Reflect.get(target, property, target)
      // Methods of the fetch API's Request check that `this` is a real one.
      return typeof value === 'function' && property in Request.prototype ? value.bind(target) : value
    },
    set: (target, property, value) => {
      if (shared.has(property)) return Reflect.set(target, property, value, target)
      // Every Local API call writes its own `payload` to the request it is handed: a scoped one would be lost.
      if (property !== 'payload') own.set(property, value)
      return true
    },
    deleteProperty: (target, property) => {
      if (shared.has(property)) return Reflect.deleteProperty(target, property)
      own.set(property, undefined)
      return true
    },
    has: (target, property) => own.has(property) || property in target,
  })
}
