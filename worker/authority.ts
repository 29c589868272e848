import type { Env } from './env.ts'
import type { Call } from './promotionGate.ts'
import type { ControlReply } from './protocol.ts'
import type { Reading } from './reading.ts'
import type { Settings } from './settings.ts'

/** Who knows the gate's state. */
export type Authority = {
  /** `seen`: a generation that a page of the site has shown, 0 for none that is newer than what was read before. */
  read(seen: number): Promise<Reading>
  control(call: Call): Promise<ControlReply>
}

/** The site's Durable Object, as seen from one request: stubs aren't shared between requests. */
export const createAuthority = (env: Env, { site, location }: Settings): Authority => {
  const options = location ? { locationHint: location as DurableObjectLocationHint } : undefined
  const stub = env.GATE.get(env.GATE.idFromName(site), options)
  return {
    read: (seen) => stub.read(seen),
    control: (call) => stub.control(call),
  }
}
