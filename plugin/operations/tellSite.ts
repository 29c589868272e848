import type { Payload } from 'payload'
import { getModel } from '../model.ts'
import { callServer } from '../sites/callServer.ts'
import { listServers } from '../sites/listServers.ts'
import { getDatabase } from '../sql/database.ts'
import { mergeSiteState } from '../sql/siteState.ts'
import type { ServerRefresh } from '../types.ts'
import { onPromotedTimeoutMs, runOnPromoted } from './runOnPromoted.ts'

/** The servers may hold up the opening of the site for this long, in milliseconds, before the hook gets its time. */
const forgetTimeoutMs = 5000
/** A server may need this much longer than the hook itself, in milliseconds. */
const hookOverheadMs = 2000

/**
 * Has every app server forget what it cached of the content before a committed promotion, then runs `onPromoted` on one
 * of them, where it has not run yet. Each in a request of its own: only there do Next's caches take it, and before the
 * answer. What became of it is written in the record; what failed are its warnings.
 */
export const tellSite = async (payload: Payload, promotionId: string): Promise<void> => {
  const servers = await listServers(payload)
  const refreshes = servers
    ? await Promise.all(servers.map((server) => tellServer(payload, server)))
    : [unknownServer()]
  await mergeSiteState(getDatabase(payload), promotionId, { servers: refreshes })
  if (!getModel(payload.config).onPromoted) return
  if (!servers?.length) return runOnPromoted(payload, promotionId)
  await runHookOnServer(payload, promotionId, refreshes)
}

const tellServer = async (payload: Payload, server: string): Promise<ServerRefresh> => {
  const at = new Date().toISOString()
  try {
    await callServer(payload, server, { op: 'forget' }, forgetTimeoutMs)
    return { server, status: 'done', at }
  } catch (error) {
    payload.logger.warn({ err: error, msg: `payload-promote: ${server} did not forget its pages` })
    return { server, status: 'failed', at, error: (error as Error).message }
  }
}

const unknownServer = (): ServerRefresh => ({
  server: 'The site',
  status: 'failed',
  at: new Date().toISOString(),
  error: "its address is not known; set Payload's serverURL or the plugin's option servers",
})

/** The first server that answers. The record says when it has run, so that a second one does nothing. */
const runHookOnServer = async (payload: Payload, promotionId: string, refreshes: ServerRefresh[]): Promise<void> => {
  let failure = 'no server could be reached'
  for (const { server } of refreshes.filter(({ status }) => status === 'done')) {
    try {
      const call = { op: 'onPromoted', promotion: promotionId } as const
      return await callServer(payload, server, call, onPromotedTimeoutMs + hookOverheadMs)
    } catch (error) {
      failure = `${server}: ${(error as Error).message}`
    }
  }
  const hook = { status: 'failed', at: new Date().toISOString(), error: failure } as const
  await mergeSiteState(getDatabase(payload), promotionId, { hook })
}
