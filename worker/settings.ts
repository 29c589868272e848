import { parseTimings, type Timings } from './timings.ts'
import type { Variables } from './variables.ts'

/** The Worker's variables, parsed and trusted. */
export type Settings = Timings & {
  /** The site's own server, reached under a name that the Worker isn't routed on. */
  origin: URL
  /** The name of the site's gate: one Worker can serve several sites. @default 'site' */
  site: string
  /** The heading of the maintenance page; undefined: the host asked for. */
  siteName: string | undefined
  /** Where the gate is created, if it doesn't exist yet: a Durable Object location hint such as `weur`. */
  location: string | undefined
  /** The keys that a control call may be signed with, as written in EDGE_KEYS. */
  keys: string[]
  /** What an isolate does that can't reach the authority and whose memo has run out. @default 'open' */
  failMode: 'open' | 'closed'
  /** @default '/admin' */
  adminPath: string
  /** @default '/api' */
  apiPath: string
  /** Login, logout and the like, where there is no cookie yet; a path with a trailing slash means all below. @default ['/api/users/'] */
  authPaths: string[]
  /** Further paths that always pass; a trailing slash means all below. @default [] */
  passPaths: string[]
  /** Payload's cookie of a signed-in user. @default 'payload-token' */
  tokenCookie: string
  /**
   * Hands pages on while the origin still makes them, as long as no closing is announced. A page that is on its way for
   * longer than half of `memoMs` when the gate closes then ends in its middle. Otherwise a page is held until its end
   * has been seen, so that it is always whole. @default false
   */
  streamPages: boolean
  /** How many unsafe requests one isolate parks. @default 100 */
  parkLimit: number
}

/** Settings from the Worker's variables. Throws an `Error` that names every problem. */
export const parseSettings = (variables: Variables): Settings => {
  const problems: string[] = []
  const timings = attempt(() => parseTimings(variables), problems)
  const origin = attempt(() => parseOrigin(variables.ORIGIN), problems)
  const failMode = variables.FAIL_MODE || 'open'
  if (failMode !== 'open' && failMode !== 'closed') {
    problems.push(`FAIL_MODE is "${failMode}": it must be "open" or "closed"`)
  }
  if (!['', 'on', 'off'].includes(variables.STREAM_PAGES ?? '')) {
    problems.push(`STREAM_PAGES is "${variables.STREAM_PAGES}": it must be "on" or "off"`)
  }
  const parkLimit = Number(variables.PARK_LIMIT || 100)
  if (!Number.isInteger(parkLimit) || parkLimit < 0) {
    problems.push(`PARK_LIMIT is "${variables.PARK_LIMIT}": it must be a whole number`)
  }
  if (!timings || !origin || problems.length > 0) throw new Error(problems.join('; '))

  const apiPath = trimSlash(variables.API_PATH || '/api')
  return {
    ...timings,
    origin,
    site: variables.SITE || 'site',
    siteName: variables.SITE_NAME || undefined,
    location: variables.DO_LOCATION || undefined,
    keys: parseList(variables.EDGE_KEYS),
    failMode: failMode === 'closed' ? 'closed' : 'open',
    adminPath: trimSlash(variables.ADMIN_PATH || '/admin'),
    apiPath,
    authPaths: variables.AUTH_PATHS ? parseList(variables.AUTH_PATHS) : [`${apiPath}/users/`],
    passPaths: parseList(variables.PASS_PATHS),
    streamPages: variables.STREAM_PAGES === 'on',
    tokenCookie: variables.TOKEN_COOKIE || 'payload-token',
    parkLimit,
  }
}

const attempt = <T>(parse: () => T, problems: string[]): T | undefined => {
  try {
    return parse()
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error))
    return undefined
  }
}

const parseOrigin = (text: string | undefined): URL => {
  if (text && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text)
  throw new Error(
    `ORIGIN is "${text ?? ''}": it must be the address of the site's own server, such as https://origin.example.com`,
  )
}

/** Lists are separated by spaces or commas. */
const parseList = (text: string | undefined): string[] => (text ?? '').split(/[\s,]+/).filter((item) => item !== '')

const trimSlash = (path: string): string => path.replace(/\/+$/, '')
