import { CommandError, ConnectionError, exitCodeOf } from './CommandError.ts'

export type Client = {
  get: <T>(path: string) => Promise<T>
  post: <T>(path: string, body: unknown) => Promise<T>
}

export type ClientSettings = {
  /** Where the plugin's routes are, e.g. `https://www.example.com/api/promote`. */
  base: string
  /** The whole `Authorization` header. */
  authorization: string
  /** How long one answer may take. */
  timeoutMs: number
}

/**
 * Calls the plugin's routes of a running site.
 * @throws {ConnectionError} No whole answer came, or one of a proxy in front of the site
 * @throws {CommandError} The site's own refusal or failure
 */
export const createClient = ({ base, authorization, timeoutMs }: ClientSettings): Client => {
  const call = async (method: string, path: string, body?: unknown) => {
    const url = `${base}${path}`
    const { status, text, location } = await ask(url, {
      method,
      headers: { authorization, accept: 'application/json', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A redirect would take the credentials along, and turn a POST into a GET.
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (status >= 300 && status < 400)
      throw new CommandError('REDIRECTED', `${url} redirects to ${location}.`, 'Give that address with --url.')
    return readAnswer(url, status, text)
  }
  return {
    get: <T>(path: string) => call('GET', path) as Promise<T>,
    post: <T>(path: string, body: unknown) => call('POST', path, body) as Promise<T>,
  }
}

const ask = async (url: string, init: RequestInit) => {
  try {
    const response = await fetch(url, init)
    return { status: response.status, text: await response.text(), location: response.headers.get('location') }
  } catch (error) {
    throw new ConnectionError(
      `${url} did not answer: ${reasonOf(error as Error)}.`,
      'Check --url and whether the site runs; --timeout takes more seconds.',
      error,
    )
  }
}

/** `fetch failed` says nothing; its cause does, e.g. `connect ECONNREFUSED 127.0.0.1:3000`. */
const reasonOf = ({ name, message, cause }: Error): string => {
  if (name === 'TimeoutError') return 'it took too long'
  return cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code || message : message
}

type Answer = {
  error?: { code: string; message: string; hint: string; details?: unknown }
  errors?: { message: string }[]
}

const readAnswer = (url: string, status: number, text: string): unknown => {
  const body = parseJSON(text)
  if (body && status < 300) return body
  if (body?.error) {
    const { code, message, hint, details } = body.error
    throw new CommandError(code, message, hint, { exitCode: exitCodeOf(code, status), details })
  }
  const said = body?.errors?.[0]?.message
  if (status >= 500)
    throw new ConnectionError(`${url} answered ${status}${said ? `: ${said}` : ''}.`, "See the site's log.")
  throw new CommandError(
    'UNEXPECTED_ANSWER',
    `${url} answered ${status}${said ? `: ${said}` : ', and not as the plugin does.'}`,
    'Check --url and --api-route, and that the site has the plugin.',
  )
}

const parseJSON = (text: string): Answer | undefined => {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : undefined
  } catch {
    // A proxy's page, or an answer that was cut off: the caller says so with the status.
    return undefined
  }
}
