import type { PayloadRequest, Where } from 'payload'
import { scopePayload } from './scopePayload.ts'

type Method = (this: unknown, args: { req?: PayloadRequest; slug?: string; where?: Where }) => unknown

const marked = new WeakSet<object>()

/** The request's next read of a global is production's. */
export const markGlobalRead = (req: PayloadRequest): void => void marked.add(req)
export const unmarkGlobalRead = (req: PayloadRequest): void => void marked.delete(req)
export const isGlobalRead = (req: PayloadRequest): boolean => marked.has(req)

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
      const { req } = args
      if (!req || !marked.has(req)) return read.call(this, withPublished(args))
      const production = scopePayload(req.payload).db as unknown as Record<string, Method>
      return production[name]!({ ...args, req: { transactionID: req.transactionID } as PayloadRequest })
    }
  }
}

const withPublished = (args: Parameters<Method>[0]): Parameters<Method>[0] =>
  args.req && args.slug !== undefined && publishedOnly.get(args.req) === args.slug
    ? { ...args, where: { and: [args.where ?? {}, { _status: { equals: 'published' } }] } }
    : args
