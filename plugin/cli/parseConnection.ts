import { CommandError } from './CommandError.ts'
import type { ClientSettings } from './createClient.ts'
import { usageError, type Values } from './parseCommandLine.ts'

export const connectionOptions = {
  url: { type: 'string' },
  'api-route': { type: 'string' },
  timeout: { type: 'string' },
} as const

/**
 * Which site to call, and as whom: `--url` or `PAYLOAD_PROMOTE_URL`; a user's JWT in `PAYLOAD_PROMOTE_TOKEN` or an API
 * key in `PAYLOAD_PROMOTE_API_KEY`.
 * @throws {CommandError} USAGE, UNAUTHENTICATED
 */
export const parseConnection = (values: Values, env: NodeJS.ProcessEnv): ClientSettings => ({
  base: parseBase((values.url as string | undefined) || env.PAYLOAD_PROMOTE_URL, values['api-route'] as string),
  authorization: parseAuthorization(env),
  timeoutMs: parseSeconds('timeout', values.timeout as string | undefined, 120) * 1000,
})

const parseBase = (url: string | undefined, apiRoute = '/api'): string => {
  if (!url) throw usageError('No site was named.', 'Give its address with --url or in PAYLOAD_PROMOTE_URL.')
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username || parsed.search || parsed.hash)
    throw usageError(`The site's address is "${url}".`, 'It takes an address such as https://www.example.com.')
  const segments = [parsed.pathname, apiRoute].flatMap((path) => path.split('/').filter(Boolean))
  return [parsed.origin, ...segments, 'promote'].join('/')
}

const parseAuthorization = ({
  PAYLOAD_PROMOTE_TOKEN: token,
  PAYLOAD_PROMOTE_API_KEY: key,
}: NodeJS.ProcessEnv): string => {
  if (token && key)
    throw usageError('Both PAYLOAD_PROMOTE_TOKEN and PAYLOAD_PROMOTE_API_KEY are set.', 'Set one of them.')
  if (token) return `JWT ${token}`
  // The collection may stand before the key, as in Payload's own header.
  if (key) return key.includes(' API-Key ') ? key : `users API-Key ${key}`
  throw new CommandError(
    'UNAUTHENTICATED',
    'The command line has no account to sign in with.',
    'Put an admin user\'s token into PAYLOAD_PROMOTE_TOKEN or its API key into PAYLOAD_PROMOTE_API_KEY ("members API-Key …" where the collection is not "users").',
  )
}

/** @throws {CommandError} USAGE */
export const parseSeconds = (name: string, text: string | undefined, fallback: number): number => {
  const seconds = text === undefined ? fallback : Number(text)
  if (!(seconds > 0 && seconds <= 86_400))
    throw usageError(`--${name} is "${text}".`, 'It takes a number of seconds, at most 86400.')
  return seconds
}
