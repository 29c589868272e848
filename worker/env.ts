import type { PromotionGate } from './promotionGate.ts'
import type { Variables } from './variables.ts'

/** What `wrangler.toml` gives the Worker. */
export type Env = { GATE: DurableObjectNamespace<PromotionGate> } & Variables
