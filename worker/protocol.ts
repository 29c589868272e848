/**
 * The contract between the plugin and the Worker: the one file that both import.
 *
 * Every call is `POST /__edge/control`, signed with Standard Webhooks headers (`webhook-id`,
 * `webhook-timestamp`, `webhook-signature`). The operation stands inside the signed body. A call
 * repeated with the same `webhook-id` gets the stored reply and has no second effect.
 * Times are durations in milliseconds, never instants: no two clocks are compared.
 */

/** What became invalid: everything, or the cache entries with one of these tags or paths. */
export type Bans = 'all' | { tags?: string[]; paths?: string[]; prefixes?: string[] }

export type ControlRequest =
  /**
   * For `forMs` from now isolates are told to ask often, so that a `begin` closes within a fraction of a second once
   * what they believed before has run out (`readyInMs` of the answer). Sent again, it goes on without a new beginning.
   */
  | { op: 'standby'; forMs: number }
  /**
   * Closes the gate as soon as every isolate has heard of it (`closesInMs` of the answer), for at most `leaseMs` from
   * now. With `confirm` both count from the first `renew`, and without one nothing happens: who never got this answer
   * doesn't know the fence that a `renew` carries.
   */
  | { op: 'begin'; promotion: string; leaseMs: number; confirm?: boolean }
  /** Extends the lease to `leaseMs` from now. */
  | { op: 'renew'; fence: number; leaseMs: number }
  /** Production's content changed and has a new generation now. The gate stays closed until `open`. */
  | { op: 'commit'; fence: number; generation: number; bans: Bans }
  | { op: 'open'; fence: number }
  /** Opens the gate with the caches as they were: nothing changed. */
  | { op: 'abort'; fence: number }
  /**
   * Makes cache entries invalid without closing the gate. It never takes the generation back, unless `was` names the one
   * that the gate has now: so a database that was restored is followed.
   */
  | { op: 'invalidate'; bans: Bans; generation?: number; was?: number }
  | { op: 'state' }

export type GatePhase = 'live' | 'arming' | 'closed' | 'committed'

/** The gate as the Worker knows it; the answer to every accepted operation. */
export type GateState = {
  phase: GatePhase
  /** The edge's count of content states; grows with each commit, invalidate and expired lease. */
  epoch: number
  /** The newest generation of production that a commit told, 0 before the first. */
  generation: number
  /** Grows with each accepted `begin`; 0 before the first. */
  fence: number
  promotion?: string
  /** Until the gate closes. Present while arming, once that is confirmed. */
  closesInMs?: number
  /** Until the gate opens by itself. Present unless live. */
  leaseLeftMs?: number
  /** Until isolates are told to ask seldom again. Present on standby. */
  standbyLeftMs?: number
  /** On standby: from then on a `begin` closes as fast as it can; 0 if it would now. */
  readyInMs?: number
}

export type ControlReply = { ok: true; state: GateState } | { ok: false; error: ControlError }

export type ControlError = {
  /** `CLOCK_SKEW`: the signature is right, and its time more than a minute away from the Worker's. */
  code: 'UNAUTHORIZED' | 'CLOCK_SKEW' | 'BAD_REQUEST' | 'BUSY' | 'STALE_FENCE' | 'WRONG_PHASE' | 'TOO_LARGE'
  message: string
  state?: GateState
}

/** The path prefix that the Worker answers itself. */
export const EDGE_PREFIX = '/__edge'
/** On answers of the site: the generation of production that they were made from. */
export const GENERATION_HEADER = 'x-generation'
/** On answers of the site, comma-separated: the tags that a ban can name. */
export const TAGS_HEADER = 'x-edge-tags'
/** On a reply of the Worker: `v1,<base64 HMAC-SHA256 of "<webhook-id>.<body>">`, so that the caller knows who answered. */
export const REPLY_SIGNATURE_HEADER = 'x-edge-signature'
