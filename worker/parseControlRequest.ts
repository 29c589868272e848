import type { Bans, ControlRequest } from './protocol.ts'

/** A control call's body as an operation. Throws a `TypeError` that says which member is wrong and what it must be. */
export const parseControlRequest = (body: string): ControlRequest => {
  const fields = parseObject(body)
  switch (fields.op) {
    case 'standby':
      return { op: 'standby', forMs: duration(fields, 'forMs') }
    case 'begin':
      return {
        op: 'begin',
        promotion: text(fields, 'promotion', 200),
        leaseMs: duration(fields, 'leaseMs'),
        confirm: optional(fields, 'confirm', flag),
      }
    case 'renew':
      return { op: 'renew', fence: count(fields, 'fence'), leaseMs: duration(fields, 'leaseMs') }
    case 'commit':
      return {
        op: 'commit',
        fence: count(fields, 'fence'),
        generation: count(fields, 'generation'),
        bans: parseBans(fields.bans),
      }
    case 'open':
      return { op: 'open', fence: count(fields, 'fence') }
    case 'abort':
      return { op: 'abort', fence: count(fields, 'fence') }
    case 'invalidate':
      return {
        op: 'invalidate',
        bans: parseBans(fields.bans),
        generation: optional(fields, 'generation', count),
        was: optional(fields, 'was', count),
      }
    case 'state':
      return { op: 'state' }
    default:
      throw new TypeError(
        `"op" is ${show(fields.op)}: it must be standby, begin, renew, commit, open, abort, invalidate or state`,
      )
  }
}

type Fields = Record<string, unknown>

const parseObject = (body: string): Fields => {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    throw new TypeError('The body must be JSON')
  }
  if (isObject(value)) return value
  throw new TypeError('The body must be a JSON object')
}

const parseBans = (value: unknown): Bans => {
  if (value === 'all') return 'all'
  if (!isObject(value)) throw new TypeError('"bans" must be "all" or an object of tags, paths and prefixes')
  const paths = (name: string) => names(value, name, (path) => path.startsWith('/') && path.length <= 2048)
  return {
    tags: names(value, 'tags', (tag) => tag.trim() !== '' && !tag.includes(',') && tag.length <= 256),
    paths: paths('paths'),
    prefixes: paths('prefixes'),
  }
}

const names = (fields: Fields, name: string, isValid: (item: string) => boolean): string[] => {
  const list = fields[name] ?? []
  if (!Array.isArray(list)) throw new TypeError(`"bans.${name}" must be a list`)
  return list.map((item: unknown) => {
    if (typeof item === 'string' && isValid(item)) return item
    throw new TypeError(
      `"bans.${name}" holds ${show(item)}: ${name === 'tags' ? 'a tag has no comma' : 'it must begin with "/"'}`,
    )
  })
}

const optional = <T>(fields: Fields, name: string, parse: (fields: Fields, name: string) => T): T | undefined =>
  fields[name] === undefined || fields[name] === null ? undefined : parse(fields, name)

const text = (fields: Fields, name: string, maxLength: number): string => {
  const value = fields[name]
  if (typeof value === 'string' && value !== '' && value.length <= maxLength) return value
  throw new TypeError(`"${name}" must be a text of 1 to ${maxLength} characters`)
}

const duration = (fields: Fields, name: string): number => {
  const value = fields[name]
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value
  throw new TypeError(`"${name}" is ${show(value)}: it must be a number of milliseconds`)
}

const count = (fields: Fields, name: string): number => {
  const value = fields[name]
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new TypeError(`"${name}" is ${show(value)}: it must be a whole number`)
}

const flag = (fields: Fields, name: string): boolean => {
  const value = fields[name]
  if (typeof value === 'boolean') return value
  throw new TypeError(`"${name}" is ${show(value)}: it must be true or false`)
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 100) ?? 'missing'
