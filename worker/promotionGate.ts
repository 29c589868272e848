/** In charge of the one state of the gate that everybody agrees on: a SQLite Durable Object. */

import { DurableObject } from 'cloudflare:workers'
import type { Env } from './env.ts'
import { FIRST_RECORD, type GateRecord, notice, reduce, settle, toGateState } from './machine.ts'
import type { ControlReply, ControlRequest } from './protocol.ts'
import { type Reading, toReading } from './reading.ts'
import { parseTimings, type Timings } from './timings.ts'

/** An accepted call's identity: its `webhook-id` and the digest of its body. */
export type Call = { id: string; digest: string; request: ControlRequest }

/** Far beyond the minute in which a signature is good, and beyond any client's retries. */
const REPLY_LIFETIME_MS = 24 * 60 * 60 * 1000

export class PromotionGate extends DurableObject<Env> {
  #record: GateRecord
  #timings: Timings

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#timings = parseTimings(env)
    this.#sql.exec('create table if not exists gate (id integer primary key check (id = 1), record text not null)')
    this.#sql.exec(
      'create table if not exists replies (webhook_id text primary key, digest text not null, reply text not null, at integer not null)',
    )
    const row = this.#sql.exec<{ record: string }>('select record from gate').toArray()[0]
    this.#record = row ? (JSON.parse(row.record) as GateRecord) : FIRST_RECORD
  }

  /** The state for an isolate's memo. `seen` is the newest generation that the isolate has seen on a page, if newer than it was told. */
  async read(seen = 0): Promise<Reading> {
    const now = Date.now()
    this.#keep(notice(settle(this.#record, now), seen))
    return toReading(this.#record, now, this.#timings)
  }

  /**
   * Carries out a verified call, once: a repeated `webhook-id` gets the stored reply, refusals included,
   * its durations counted down by the time since.
   */
  async control({ id, digest, request }: Call): Promise<ControlReply> {
    const now = Date.now()
    const stored = this.#sql
      .exec<{ digest: string; reply: string; at: number }>(
        'select digest, reply, at from replies where webhook_id = ?',
        id,
      )
      .toArray()[0]
    if (stored && stored.digest !== digest) {
      return refuseReuse(id)
    }
    if (stored) return countDown(JSON.parse(stored.reply) as ControlReply, now - stored.at)

    const { record, error } = reduce(this.#record, request, now, this.#timings)
    this.#keep(record)
    const reply: ControlReply = error
      ? { ok: false, error }
      : { ok: true, state: toGateState(record, now, this.#timings) }
    if (request.op !== 'state') this.#store(id, digest, reply, now)
    await this.#scheduleAlarm()
    return reply
  }

  /** Housekeeping only: an alarm can be late, so every read settles the lease by itself. */
  override async alarm(): Promise<void> {
    const before = this.#record
    this.#keep(settle(before, Date.now()))
    if (this.#record.phase === 'live' && before.phase !== 'live') {
      console.warn(`The lease of promotion "${before.promotion}" ended while the gate was ${before.phase}: it is open`)
    }
    await this.#scheduleAlarm()
  }

  get #sql(): SqlStorage {
    return this.ctx.storage.sql
  }

  #keep(record: GateRecord): void {
    if (record === this.#record) return
    this.#sql.exec('insert or replace into gate (id, record) values (1, ?)', JSON.stringify(record))
    this.#record = record
  }

  #store(id: string, digest: string, reply: ControlReply, now: number): void {
    this.#sql.exec('delete from replies where at < ?', now - REPLY_LIFETIME_MS)
    this.#sql.exec(
      'insert into replies (webhook_id, digest, reply, at) values (?, ?, ?, ?)',
      id,
      digest,
      JSON.stringify(reply),
      now,
    )
  }

  async #scheduleAlarm(): Promise<void> {
    const { phase, leaseUntil } = this.#record
    if (phase === 'live' || leaseUntil === undefined) return this.ctx.storage.deleteAlarm()
    // An alarm set to the present from inside alarm() is dropped: https://github.com/cloudflare/workerd/issues/6866
    await this.ctx.storage.setAlarm(Math.max(leaseUntil, Date.now() + 1))
  }
}

const refuseReuse = (id: string): ControlReply => ({
  ok: false,
  error: { code: 'BAD_REQUEST', message: `webhook-id "${id}" was used for another request` },
})

const countDown = (reply: ControlReply, elapsedMs: number): ControlReply => {
  const state = reply.ok ? reply.state : reply.error.state
  if (state?.closesInMs !== undefined) state.closesInMs = Math.max(0, state.closesInMs - elapsedMs)
  if (state?.leaseLeftMs !== undefined) state.leaseLeftMs = Math.max(0, state.leaseLeftMs - elapsedMs)
  return reply
}
