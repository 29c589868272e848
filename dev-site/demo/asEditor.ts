import type { Payload, TypedUser } from 'payload'
import { users } from '../seed/facts.ts'

const writes = ['create', 'update', 'delete', 'updateGlobal'] as const

/** Payload with the editor as the user of each write, so that the list of changes can say who made them. */
export const asEditor = async (payload: Payload): Promise<Payload> => {
  const { docs } = await payload.find({ collection: 'users', where: { email: { equals: users.editor } }, limit: 1 })
  const user = { ...docs[0], collection: 'users' } as TypedUser
  return new Proxy(payload, {
    get: (target, property) => {
      const member = Reflect.get(target, property, target)
      return writes.some((write) => write === property)
        ? (args: object) => (member as (args: object) => unknown).call(target, { user, ...args })
        : member
    },
  })
}
