import { seeOther } from '../../../../site/answer.ts'
import { previewCookie, toLocalPath } from '../../../../site/preview.ts'

export async function POST(request: Request) {
  const to = (await request.formData()).get('to')
  return seeOther(toLocalPath(typeof to === 'string' ? to : null), {
    'Set-Cookie': `${previewCookie}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`,
  })
}
