/** In charge of the routes, and of an answer whatever goes wrong. */

import { type Context, Hono } from 'hono'
import { createAuthority } from './authority.ts'
import { createCacheApiStore } from './cache/cacheApiStore.ts'
import { createNeverStored } from './cache/neverStored.ts'
import type { CacheStore } from './cache/store.ts'
import { answerControl } from './control.ts'
import type { Env } from './env.ts'
import { createMemo, type Source } from './memo.ts'
import { createPark } from './park.ts'
import { EDGE_PREFIX } from './protocol.ts'
import { parseSettings, type Settings } from './settings.ts'
import { answerStatus } from './status.ts'
import { answerVisit } from './visit.ts'

export type HandlerOptions = {
  /** Where answers are cached. @default Cloudflare's Cache API */
  store?: CacheStore
}

export type Handler = { fetch(request: Request, env: Env, context: ExecutionContext): Response | Promise<Response> }

type AppContext = Context<{ Bindings: Env }>

/** The gate as a Worker's handler. What it learns lives as long as the isolate does. */
export const createHandler = ({ store = createCacheApiStore() }: HandlerOptions = {}): Handler => {
  const memo = createMemo()
  const park = createPark()
  const neverStored = createNeverStored()
  const app = new Hono<{ Bindings: Env }>()

  app.post(`${EDGE_PREFIX}/control`, async (context) => {
    const { settings } = createSource(context)
    const response = await answerControl(context.req.raw, settings, createAuthority(context.env, settings))
    if (response.ok) memo.doubt(0)
    return response
  })
  app.get(`${EDGE_PREFIX}/status`, async (context) => answerStatus(await memo.learn(createSource(context))))
  app.all(`${EDGE_PREFIX}/*`, () => explain(404, 'There is nothing here.'))
  app.all('*', (context) => {
    return answerVisit({ request: context.req.raw, source: createSource(context), memo, park, store, neverStored })
  })
  app.onError((error) => {
    console.error(error)
    return explain(502, 'The site can’t be reached at the moment. Please try again shortly.')
  })
  return { fetch: (request, env, context) => app.fetch(request, env, context) }
}

const parsed = new WeakMap<Env, Settings>()

/** An isolate gets the same variables with every request: they are parsed once. */
const getSettings = (env: Env): Settings => {
  const settings = parsed.get(env) ?? parseSettings(env)
  parsed.set(env, settings)
  return settings
}

const createSource = (context: AppContext): Source => {
  const settings = getSettings(context.env)
  return {
    settings,
    read: (seen) => createAuthority(context.env, settings).read(seen),
    waitUntil: (work) => context.executionCtx.waitUntil(work),
  }
}

const explain = (status: number, text: string): Response => {
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(`${text}\n`, { status, headers })
}
