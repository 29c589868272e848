import type { PayloadRequest } from 'payload'
import { assertNoNul } from '../assertNoNul.ts'
import { PromoteError } from '../errors.ts'

type Kind = 'string' | 'boolean' | 'booleanOrString' | 'documents' | 'slugs'

/**
 * Parses a JSON body of which every member is known. A member that is not built yet is refused, not ignored.
 * @throws {PromoteError} BAD_REQUEST, NOT_SUPPORTED
 */
export const parseBody = async (
  req: PayloadRequest,
  members: Record<string, Kind | 'notSupported'>,
): Promise<Record<string, unknown>> => {
  const text = await req.text!()
  const body = text.trim() === '' ? {} : parseJSON(text)
  assertNoNul(body)
  for (const [name, value] of Object.entries(body)) {
    const kind = members[name]
    if (!kind)
      throw new PromoteError(
        'BAD_REQUEST',
        `"${name}" is not a member of this call.`,
        `Members are: ${Object.keys(members).join(', ') || 'none'}.`,
      )
    if (kind === 'notSupported')
      throw new PromoteError('NOT_SUPPORTED', `"${name}" is not supported by this version.`, 'Leave it out.')
    if (!matches(kind, value))
      throw new PromoteError('BAD_REQUEST', `"${name}" is ${show(value)}.`, `It takes a ${takes[kind]}.`)
  }
  return body
}

const takes: Record<Kind, string> = {
  string: 'string',
  boolean: 'boolean',
  booleanOrString: 'boolean or a string',
  slugs: 'list of at most 1000 slugs',
  documents: 'list of { collection, id }, at most 1000',
}

/** What is nested is named only: it may be nested deeper than it can be written. */
const show = (value: unknown): string => {
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value)
}

const parseJSON = (text: string): Record<string, unknown> => {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  } catch (cause) {
    throw new PromoteError('BAD_REQUEST', 'The body is not JSON.', 'Send a JSON object.', { cause })
  }
  throw new PromoteError('BAD_REQUEST', 'The body is not a JSON object.', 'Send a JSON object.')
}

const matches = (kind: Kind, value: unknown): boolean => {
  if (kind === 'documents') return Array.isArray(value) && value.length <= 1000 && value.every(isDocument)
  if (kind === 'slugs')
    return Array.isArray(value) && value.length <= 1000 && value.every((slug) => typeof slug === 'string')
  if (kind === 'booleanOrString')
    return typeof value === 'boolean' || (typeof value === 'string' && value.length <= 200)
  return typeof value === kind && (typeof value !== 'string' || value.length <= 2000)
}

const isDocument = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false
  const { collection, id, ...rest } = value as Record<string, unknown>
  return typeof collection === 'string' && ['string', 'number'].includes(typeof id) && Object.keys(rest).length === 0
}

/**
 * A positive whole number from the query string.
 * @throws {PromoteError} BAD_REQUEST
 */
export const parseCount = (req: PayloadRequest, name: string, fallback: number, most: number): number => {
  const text = req.searchParams?.get(name)
  if (text === null || text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new PromoteError('BAD_REQUEST', `"${name}" is "${text}".`, `It takes a whole number from 1 to ${most}.`)
  return value
}
