/** In charge of giving a form back whose fields couldn't be kept: nobody shall have to write it again. */

/** A form's text fields, to be sent to the same address once more. */
export type Resend = { action: string; fields: [name: string, value: string][] }

const MAX_FORM_BYTES = 64 * 1024
const FORMS = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i

/**
 * The form that the request would have sent; undefined if it is none, holds files, is too large, or comes from another
 * site: sent again from a page of ours, it would pass for one of the site's own.
 */
export const readForm = async (request: Request): Promise<Resend | undefined> => {
  const { headers, method, url } = request
  const length = Number(headers.get('content-length') ?? Number.NaN)
  if (method !== 'POST' || !FORMS.test(headers.get('content-type') ?? '') || !(length <= MAX_FORM_BYTES))
    return undefined
  if (!isOfThisSite(headers, new URL(url))) return undefined
  try {
    const entries = [...(await request.formData())]
    const { pathname, search } = new URL(url)
    const fields = entries.flatMap(([name, value]): Resend['fields'] =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    return fields.length === entries.length ? { action: pathname + search, fields } : undefined
  } catch (error) {
    console.error('A form could not be read', error)
    return undefined
  }
}

const isOfThisSite = (headers: Headers, { host }: URL): boolean => {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host
}
