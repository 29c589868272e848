import type { PromotionGate } from './promotion-gate.ts'
import type { Variables } from './variables.ts'

/** What `wrangler.toml` gives the Worker. */
export type Env = { GATE: DurableObjectNamespace<PromotionGate> } & Variables
