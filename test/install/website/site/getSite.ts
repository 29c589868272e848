import config from '@payload-config'
import { draftMode } from 'next/headers'
import { getPayload } from 'payload'
import { inEnvironment } from 'payload-promote'

/** Production for visitors; in draft mode, which only editors get, staging with its newest drafts. */
export const getSite = async (draft?: boolean) => {
  const payload = await getPayload({ config })
  const isDraft = draft ?? (await draftMode()).isEnabled
  return inEnvironment(payload, isDraft ? 'staging' : 'production', { drafts: isDraft })
}
