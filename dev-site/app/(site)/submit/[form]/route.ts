import { jsonError, pathWith, seeOther, wantsJson } from '../../../../site/answer.ts'
import { openSite } from '../../../../site/content.ts'
import { listFormProblems } from '../../../../site/listFormProblems.ts'
import { readBody } from '../../../../site/readBody.ts'
import { linkPath } from '../../../../site/routes.ts'

/** Stores an answer to a form, in the environment that the visitor sees. */
export async function POST(request: Request, { params }: { params: Promise<{ form: string }> }) {
  const values = await readBody(request)
  if (!values) return jsonError(400, 'BAD_BODY', 'Send the fields as JSON or as a browser form.')

  const { site } = await openSite()
  const { form: id } = await params
  const { docs } = await site.find({
    collection: 'forms',
    where: { id: { equals: Number(id) || 0 } },
    depth: 1,
    limit: 1,
  })
  const form = docs[0]
  if (!form) return jsonError(404, 'NO_FORM', `There is no form "${id}".`)

  const problems = listFormProblems(form, values)
  if (problems.length > 0) {
    return wantsJson(request)
      ? jsonError(400, 'INVALID_FIELDS', 'Some fields need another look.', problems)
      : seeOther(pathWith(values._from, 'error', String(form.id)))
  }
  const submissionData = (form.fields ?? []).flatMap((field) => {
    const value = field.blockType === 'message' ? undefined : values[field.name]?.trim()
    return value && 'name' in field ? [{ field: field.name, value }] : []
  })
  const submission = await site.create({ collection: 'form-submissions', data: { form: form.id, submissionData } })

  if (wantsJson(request)) return Response.json({ id: submission.id }, { status: 201 })
  const { confirmationType, redirect } = form
  const target = confirmationType === 'redirect' && redirect ? linkPath(redirect, 'en') : undefined
  return seeOther(target ?? pathWith(values._from, 'sent', String(form.id)))
}
