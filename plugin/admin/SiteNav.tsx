import { createLocalReq, type PayloadRequest, type ServerProps } from 'payload'
import { PREFERENCE_KEYS } from 'payload/shared'
import { isAllowed } from '../endpoints/guards.ts'
import { MigrationLink } from './MigrationLink.tsx'
import { textOf } from './textOf.ts'

/** The group "Site" in the sidebar, for those who may see what a promotion would do. */
export const SiteNav = async ({ i18n, payload, user }: ServerProps) => {
  if (!user) return null
  // Components of the sidebar are given no request.
  const req = await createLocalReq({ user }, payload)
  if (!(await isAllowed(req, 'plan'))) return null
  const label = textOf(i18n, 'site')
  return <MigrationLink group={label} isOpen={await findIsOpen(req, label)} label={textOf(i18n, 'migration')} />
}

/** Whether the user left the group open; undefined where they never touched it. Kept by Payload, as for its own groups. */
const findIsOpen = async (req: PayloadRequest, group: string): Promise<boolean | undefined> => {
  const { docs } = await req.payload.find({
    collection: 'payload-preferences',
    depth: 0,
    limit: 1,
    pagination: false,
    req,
    where: {
      and: [
        { key: { equals: PREFERENCE_KEYS.NAV } },
        { 'user.relationTo': { equals: req.user?.collection } },
        { 'user.value': { equals: req.user?.id } },
      ],
    },
  })
  const preferences = docs[0]?.value as { groups?: Record<string, { open?: boolean }> } | null | undefined
  return preferences?.groups?.[group]?.open
}
