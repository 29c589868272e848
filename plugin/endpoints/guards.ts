import { executeAuthStrategies, type PayloadRequest } from 'payload'
import { isAdminUser } from '../environment/isAdminUser.ts'
import { PromoteError } from '../errors.ts'
import { getModel } from '../model.ts'
import { configOf } from '../sql/tablePairs.ts'

export type Verb = 'plan' | 'promote' | 'snapshot' | 'rollback' | 'download'

/**
 * Lets nobody pass who may not do what the route does.
 * @throws {PromoteError} UNAUTHENTICATED, FORBIDDEN
 */
export const assertAccess = async (req: PayloadRequest, verb: Verb): Promise<void> => {
  if (!req.user)
    throw new PromoteError('UNAUTHENTICATED', 'You are not signed in.', 'Sign in to the admin panel first.')
  if (!(await isAdminUser(req)))
    throw new PromoteError(
      'FORBIDDEN',
      'Promotions are for admin users.',
      'Sign in with an account that may open the admin panel.',
    )
  if (!(await isAllowed(req, verb)))
    throw new PromoteError(
      'FORBIDDEN',
      `You may not ${verb === 'plan' ? 'see plans' : verb === 'download' ? 'download snapshots' : verb === 'snapshot' ? 'take snapshots' : verb}.`,
      'Ask an administrator; what each role may do is set in the plugin option "access".',
    )
}

/**
 * Whether this admin user may do it: the site's own check, else the defaults. Changing production takes unconditional
 * `update` access on everything that a promotion writes.
 */
export const isAllowed = async (req: PayloadRequest, verb: Verb): Promise<boolean> => {
  if (!(await isAdminUser(req))) return false
  const model = getModel(req.payload.config)
  const check = model.access[verb]
  if (check) return Boolean(await check(req))
  if (verb === 'plan') return true
  if (verb === 'download') return false
  for (const entity of model.promoted) {
    const access = configOf(req.payload, entity).access.update as (args: unknown) => unknown
    if ((await access({ req })) !== true) return false
  }
  return true
}

/**
 * Refuses calls that another site's page made with the user's cookie: Payload's own check accepts any origin while the
 * site's `csrf` list is empty. Calls whose `Authorization` header alone signs the user in carry no ambient right and pass.
 * @throws {PromoteError} CROSS_SITE
 */
export const assertSameSite = async (req: PayloadRequest): Promise<void> => {
  if (await isSignedInByHeader(req)) return
  const type = req.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw crossSite('its content type is not application/json')
  const site = req.headers.get('sec-fetch-site')
  if (site && site !== 'same-origin') throw crossSite(`it comes from another site (Sec-Fetch-Site: ${site})`)
  const origin = req.headers.get('origin')
  if (site === 'same-origin') return
  if (!origin) throw crossSite('it says neither Sec-Fetch-Site nor Origin')
  if (!allowedOrigins(req).has(origin)) throw crossSite(`its origin is ${origin}`)
}

/** Payload falls back to the cookie where the header is none of its own, such as a proxy's `Basic`. */
const isSignedInByHeader = async (req: PayloadRequest): Promise<boolean> => {
  const authorization = req.headers.get('authorization')
  if (!authorization || !req.user) return false
  const headers = new Headers({ authorization, DisableAutologin: 'true' })
  const { user } = await executeAuthStrategies({ headers, payload: req.payload })
  return user?.id === req.user.id && user.collection === req.user.collection
}

const allowedOrigins = (req: PayloadRequest): Set<string> => {
  const { config } = req.payload
  const host = req.headers.get('x-forwarded-host') ?? req.headers.get('host')
  const origins = [config.serverURL, ...(config.csrf ?? [])].filter(Boolean)
  return new Set([...origins, ...(host ? [`http://${host}`, `https://${host}`] : [])])
}

const crossSite = (why: string): PromoteError =>
  new PromoteError(
    'CROSS_SITE',
    `The call was refused: ${why}.`,
    'Call from the admin panel itself, or with an API key in the Authorization header.',
  )
