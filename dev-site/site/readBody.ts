/** The fields of a post: JSON, or what a browser's form sends. Undefined when it is neither. */
export async function readBody(request: Request): Promise<Record<string, string> | undefined> {
  const type = request.headers.get('content-type') ?? ''
  try {
    if (type.startsWith('application/json')) {
      const body: unknown = await request.json()
      if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
      return Object.fromEntries(
        Object.entries(body)
          .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
          .map(([name, value]) => [name, String(value)]),
      )
    }
    if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)/.test(type)) return undefined
    const entries = [...(await request.formData())].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    return Object.fromEntries(entries)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}
