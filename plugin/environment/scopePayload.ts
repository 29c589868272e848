import type { Payload, PayloadRequest } from 'payload'
import { environmentKey } from './environmentKey.ts'
import { productionAdapter } from './productionAdapter.ts'

const unscoped = Symbol('payload-promote: not scoped')
type Loose = Record<PropertyKey, unknown>

const reads = [
  'find',
  'findByID',
  'findDistinct',
  'count',
  'findGlobal',
  'findVersions',
  'findVersionByID',
  'countVersions',
  'findGlobalVersions',
  'findGlobalVersionByID',
  'countGlobalVersions',
] as const

/** In development, Payload takes a changed config into the same instance. */
const made = new WeakMap<Payload, { db: unknown; config: unknown; scoped: Payload }>()

/**
 * Payload as production's readers have it: its adapter reads promoted content from production's tables, and Local API
 * reads that are made without a request of their own stay on production.
 */
export const scopePayload = (payload: Payload): Payload => {
  const real = unscopePayload(payload)
  const known = made.get(real)
  if (known && known.db === real.db && known.config === real.config) return known.scoped
  const own: Loose = { [unscoped]: real, db: productionAdapter(real) }
  for (const method of reads)
    own[method] = (args: { req?: PayloadRequest; context?: Record<string, unknown> }) => {
      const read = real[method] as (args: unknown) => unknown
      if (args.req?.payload && isScoped(args.req)) return read(args)
      return read({ ...args, context: { [environmentKey]: 'production', ...args.context } })
    }
  const scoped = new Proxy(real, {
    get: (target, property) =>
      Object.hasOwn(own, property) ? own[property as string] : Reflect.get(target, property, target),
  })
  made.set(real, { db: real.db, config: real.config, scoped })
  return scoped
}

/** The site's own Payload behind a scoped one. */
export const unscopePayload = (payload: Payload): Payload =>
  ((payload as unknown as Loose)[unscoped] as Payload | undefined) ?? payload

export const isScoped = ({ payload }: Pick<PayloadRequest, 'payload'>): boolean => unscopePayload(payload) !== payload
