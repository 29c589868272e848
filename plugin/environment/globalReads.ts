import type { PayloadRequest, Where } from 'payload'
import { scopePayload } from './scopePayload.ts'

type Args = { req?: PayloadRequest; slug?: string; global?: string; where?: Where }
type Method = (this: unknown, args: Args) => unknown

/** The globals whose next read by a request is production's. */
const marked = new WeakMap<object, Set<string>>()

export const markGlobalRead = (req: PayloadRequest, slug: string): void =>
  void marked.set(req, new Set(marked.get(req)).add(slug))
export const unmarkGlobalRead = (req: PayloadRequest, slug: string): void => void marked.get(req)?.delete(slug)
export const isGlobalRead = (req: PayloadRequest, slug: string): boolean => marked.get(req)?.has(slug) ?? false

const publishedOnly = new WeakMap<object, string>()

/** The request's reads of this global, which has drafts, find it only where it is published. */
export const readPublishedGlobal = (req: PayloadRequest, slug: string): void => void publishedOnly.set(req, slug)

/** Reads that are marked go to production's adapter. */
export const answerGlobalReads = (adapter: object): void => {
  const methods = adapter as Record<string, Method>
  for (const name of ['findGlobal', 'findGlobalVersions', 'countGlobalVersions']) {
    const read = methods[name]
    if (!read) continue
    methods[name] = function (args) {
      const { req, slug, global = slug } = args
      if (!req || global === undefined || !isGlobalRead(req, global)) return read.call(this, withPublished(args))
      const production = scopePayload(req.payload).db as unknown as Record<string, Method>
      return production[name]!({ ...args, req: { transactionID: req.transactionID } as PayloadRequest })
    }
  }
}

const withPublished = (args: Args): Args =>
  args.req && args.slug !== undefined && publishedOnly.get(args.req) === args.slug
    ? { ...args, where: { and: [args.where ?? {}, { _status: { equals: 'published' } }] } }
    : args
