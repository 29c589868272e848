/**
 * The public door of the Worker. A Worker of your own can be as short as
 *
 *     export { default, PromotionGate } from 'payload-promote/worker'
 *
 * or wrap it: `const handler = createHandler()`, then `handler.fetch(request, env, context)`.
 */

import { createHandler } from './handler.ts'

export type { CacheStore } from './cache/store.ts'
export type { Env } from './env.ts'
export { createHandler, type HandlerOptions } from './handler.ts'
export { PromotionGate } from './promotionGate.ts'
// Types only: the runtime takes every exported value for an entrypoint.
export type * from './protocol.ts'

export default createHandler()
