import type { PayloadRequest } from 'payload'

/**
 * A request like another, with members of its own. What an operation writes to it (locale, context, transaction) stays
 * with it; the original is never changed.
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
    set: (_, property, value) => {
      // Every Local API call writes its own `payload` to the request it is handed: a scoped one would be lost.
      if (property !== 'payload') own.set(property, value)
      return true
    },
    deleteProperty: (_, property) => {
      own.set(property, undefined)
      return true
    },
    has: (target, property) => own.has(property) || property in target,
  })
}
