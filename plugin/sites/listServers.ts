import type { Payload, PayloadRequest } from 'payload'
import { getModel } from '../model.ts'
import { getDatabase } from '../sql/database.ts'
import { selectSiteOrigin, updateSiteOrigin } from '../sql/siteState.ts'
import { callServer } from './callServer.ts'

/**
 * The addresses of the site's app servers: the option `servers`; else the one address that the config names, or that
 * was learned from a caller. Undefined where none is known.
 */
export const listServers = async (payload: Payload): Promise<string[] | undefined> => {
  const named = namedServers(payload)
  if (named) return named
  const learned = await selectSiteOrigin(getDatabase(payload))
  return learned ? [learned] : undefined
}

const namedServers = (payload: Payload): string[] | undefined => {
  const { servers, edge } = getModel(payload.config)
  const address = payload.config.serverURL || edge?.url
  return servers ?? (address ? [address] : undefined)
}

/** A server that is asked whether it belongs to this site may take this long, in milliseconds. */
const pingTimeoutMs = 1000

/**
 * Remembers where the site was reached, for promotions that start elsewhere. Called for those who may promote, and only
 * an address that answers with this site's own signature is kept: whoever forges `Host` or `X-Forwarded-Proto` can't
 * send later promotions anywhere else.
 */
export const learnServer = async (req: PayloadRequest): Promise<void> => {
  const { payload } = req
  if (namedServers(payload) || !req.url || !URL.canParse(req.url)) return
  const { origin } = new URL(req.url)
  const known = await selectSiteOrigin(getDatabase(payload))
  for (const candidate of new Set([origin, origin.replace(/^https:/, 'http:')])) {
    if (candidate === known) return
    try {
      await callServer(payload, candidate, { op: 'ping' }, pingTimeoutMs)
    } catch (error) {
      payload.logger.debug({ err: error, msg: `payload-promote: ${candidate} is not this site` })
      continue
    }
    return updateSiteOrigin(getDatabase(payload), candidate)
  }
}
