/**
 * The public door of the Worker. A Worker of your own can be as short as
 *
 *     export { default, PromotionGate } from 'payload-promote/worker'
 *
 * or wrap the gate: `const gate = createGate()`, then `gate.fetch(request, env, context)`.
 */

import { createGate } from './gate.ts'

export type { CacheStore } from './cache/store.ts'
export type { Env } from './env.ts'
export { createGate, type GateOptions } from './gate.ts'
export { PromotionGate } from './promotionGate.ts'
// Types only: the runtime takes every exported value for an entrypoint.
export type * from './protocol.ts'

export default createGate()
