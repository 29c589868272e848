import config from '@payload-config'
import { getPayload } from 'payload'
import { jsonError, seeOther } from '../../../site/answer.ts'
import { findAdminUser, previewCookie, toLocalPath } from '../../../site/preview.ts'

/** Switches preview on for an admin user and goes to `to`. The cookie alone shows nothing: each page checks the user. */
async function enterPreview(request: Request, to: string | null): Promise<Response> {
  const payload = await getPayload({ config })
  if (!(await findAdminUser(payload, request.headers))) {
    return jsonError(403, 'NOT_SIGNED_IN', 'Only people who may open the admin see staging. Sign in at /admin first.')
  }
  return seeOther(toLocalPath(to), { 'Set-Cookie': `${previewCookie}=1; Path=/; HttpOnly; SameSite=Lax` })
}

export const GET = (request: Request) => enterPreview(request, new URL(request.url).searchParams.get('to'))

export async function POST(request: Request) {
  const to = (await request.formData()).get('to')
  return enterPreview(request, typeof to === 'string' ? to : null)
}
