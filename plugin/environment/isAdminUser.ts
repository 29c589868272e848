import { canAccessAdmin, type PayloadRequest } from 'payload'

const known = new WeakMap<object, Promise<boolean>>()

/**
 * Whether the request comes from an admin user: a user of `admin.user`'s collection who may open the admin panel.
 * A shop's customer, or an API key of another collection, is the public.
 */
export const isAdminUser = (req: PayloadRequest): Promise<boolean> => {
  const { user } = req
  if (!user || user.collection !== req.payload.config.admin.user) return Promise.resolve(false)
  let answer = known.get(user)
  if (!answer) {
    answer = canAccessAdmin({ req }).then(
      () => true,
      (error: unknown) => {
        if (isUnauthorized(error)) return false
        throw error
      },
    )
    known.set(user, answer)
  }
  return answer
}

/** Payload throws its `UnauthorizedError`, or whatever the site's `access.admin` throws to refuse (status 401 or 403). */
const isUnauthorized = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && [401, 403].includes((error as { status?: number }).status ?? 0)
