import type { PayloadRequest } from 'payload'
import { scopePayload } from './scopePayload.ts'

type Method = (this: unknown, args: { req?: PayloadRequest }) => unknown

const marked = new WeakSet<object>()

/** The request's next read of a global is production's. */
export const markGlobalRead = (req: PayloadRequest): void => void marked.add(req)
export const unmarkGlobalRead = (req: PayloadRequest): void => void marked.delete(req)
export const isGlobalRead = (req: PayloadRequest): boolean => marked.has(req)

/** Reads that are marked go to production's adapter. */
export const answerGlobalReads = (adapter: object): void => {
  const methods = adapter as Record<string, Method>
  for (const name of ['findGlobal', 'findGlobalVersions', 'countGlobalVersions']) {
    const read = methods[name]
    if (!read) continue
    methods[name] = function (args) {
      const { req } = args
      if (!req || !marked.has(req)) return read.call(this, args)
      const production = scopePayload(req.payload).db as unknown as Record<string, Method>
      return production[name]!({ ...args, req: { transactionID: req.transactionID } as PayloadRequest })
    }
  }
}
