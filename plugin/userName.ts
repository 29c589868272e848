import type { PayloadRequest } from 'payload'

/** How records and lists name who is signed in. */
export const userName = ({ user }: PayloadRequest): string | undefined => {
  const { email, username } = (user ?? {}) as { email?: string; username?: string }
  return email ?? username
}
