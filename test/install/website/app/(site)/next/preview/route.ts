import config from '@payload-config'
import { draftMode } from 'next/headers'
import { redirect } from 'next/navigation'
import { getPayload } from 'payload'

/** Switches draft mode on for a signed-in editor's browser. */
export const GET = async (request: Request) => {
  const { searchParams } = new URL(request.url)
  const payload = await getPayload({ config })
  const { user } = await payload.auth({ headers: request.headers })
  const draft = await draftMode()
  if (!user || searchParams.get('previewSecret') !== process.env.PREVIEW_SECRET) {
    draft.disable()
    return new Response('You are not allowed to preview this page', { status: 403 })
  }
  draft.enable()
  redirect(searchParams.get('path') ?? '/')
}
