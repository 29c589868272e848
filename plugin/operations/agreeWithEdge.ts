import type { Payload } from 'payload'
import { createEdgeClient } from '../edge/createEdgeClient.ts'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { selectGeneration } from '../sql/state.ts'

/** A server looks no more often than this, in milliseconds. */
const lookEveryMs = 5000
/** Waits between looks after a call failed, in milliseconds; the last one is repeated. */
const retryAfterMs = [1000, 2000, 5000, 15_000, 60_000]
/** A server gives up after as many tries; another's look, or a page that is newer, makes up for it. */
const maxTries = 20

const looks = new WeakMap<Payload, { lookedAt: number; isLooking: boolean }>()

/**
 * The edge keeps pages only of the generation that it was told. Where a commit never reached it, or the database was
 * restored, it is told again: without a promotion, in the background, by any server that looks.
 */
export const agreeWithEdge = (payload: Payload): void => {
  if (!getModel(payload.config).edge) return
  const look = looks.get(payload) ?? { lookedAt: Number.NEGATIVE_INFINITY, isLooking: false }
  looks.set(payload, look)
  if (look.isLooking || performance.now() - look.lookedAt < lookEveryMs) return
  look.isLooking = true
  look.lookedAt = performance.now()
  void retry(payload).finally(() => {
    look.isLooking = false
  })
}

/** The same at once, however short ago somebody looked: a call of ours has failed. */
export const agreeWithEdgeAgain = (payload: Payload): void => {
  const look = looks.get(payload)
  if (look) look.lookedAt = Number.NEGATIVE_INFINITY
  agreeWithEdge(payload)
}

const retry = async (payload: Payload): Promise<void> => {
  for (let tries = 0; tries < maxTries; tries++) {
    try {
      if (await tellGeneration(payload)) return
    } catch (error) {
      payload.logger.warn({ err: error, msg: 'payload-promote: the edge could not be told the generation' })
    }
    await waitAside(retryAfterMs[Math.min(tries, retryAfterMs.length - 1)]!)
  }
}

/** Whether the edge has the database's generation now. False while a promotion is under way, which tells it itself. */
const tellGeneration = async (payload: Payload): Promise<boolean> => {
  const client = createEdgeClient(getModel(payload.config).edge!)
  const state = await client.call({ op: 'state' })
  if (state.phase !== 'live') return false
  const generation = await selectGeneration(getDatabase(payload))
  if (generation === state.generation) return true
  const told = await client.call({ op: 'invalidate', bans: 'all', generation, was: state.generation })
  return told.generation === generation
}

/** Doesn't keep the process alive. */
const waitAside = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref()
  })
