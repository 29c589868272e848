/** Runs the Worker in real workerd, in front of an origin of the caller's. */

import { randomBytes, randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { build } from 'esbuild'
import { Miniflare, type WorkerOptions } from 'miniflare'
import { Webhook } from 'standardwebhooks'
import { type ControlReply, type ControlRequest, EDGE_PREFIX, type GateState } from '../../worker/protocol.ts'
import type { Variables } from '../../worker/variables.ts'

export type GateSettings = {
  /** The address of the site's own server. */
  origin: string
  /** @default a free one */
  port?: number
  /** The key for control calls. @default a new one */
  key?: string
  /** The Worker's variables; EDGE_KEYS replaces `key` there. */
  vars?: Variables
  /** Another module to take the Worker from, as a path. @default the one of this repository */
  worker?: string
  /** How many Workers share the one gate, as data centres do. @default 1 */
  isolates?: number
  /** Another module to take `PromotionGate` from, and what it is bound to: for tests that cut the authority off. */
  authority?: { module: string; serviceBindings: NonNullable<WorkerOptions['serviceBindings']> }
  /** Where state and cache are kept. @default in memory */
  persistTo?: string
  /** Drops what the Worker logs, for tests that make it fail. @default false */
  isQuiet?: boolean
}

export type RunningGate = {
  /** The site's address as visitors see it; with several isolates, the first one's. */
  url: string
  /** Each isolate's own address. */
  urls: string[]
  key: string
  /** Sends a signed call, under a new `webhook-id` if none is given. */
  control(request: ControlRequest, id?: string): Promise<ControlReply>
  state(): Promise<GateState>
  dispose(): Promise<void>
}

/** Starts the gate on a port of this machine. The caller disposes of it. */
export const startGate = async (settings: GateSettings): Promise<RunningGate> => {
  const { isolates = 1, key = createKey(), port = 0 } = settings
  const names = Array.from({ length: isolates }, (_, index) => `gate-${index}`)
  const script = await bundle(settings.worker ?? '../../worker/index.ts')
  const bindings = { ORIGIN: settings.origin, EDGE_KEYS: key, ...settings.vars }
  const authorityName = settings.authority ? 'authority' : 'gate-0'

  const workers = names.map(
    (name): WorkerOptions => ({
      ...createWorker(name, script),
      bindings,
      durableObjects: { GATE: { className: 'PromotionGate', scriptName: authorityName, useSQLite: true } },
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    }),
  )
  if (settings.authority) {
    workers.push({
      ...createWorker(authorityName, await bundle(settings.authority.module)),
      bindings,
      serviceBindings: settings.authority.serviceBindings,
      durableObjects: { GATE: { className: 'PromotionGate', useSQLite: true } },
    })
  }

  const miniflare = new Miniflare({
    host: '127.0.0.1',
    port,
    cf: false,
    durableObjectsPersist: settings.persistTo && `${settings.persistTo}/gate`,
    cachePersist: settings.persistTo && `${settings.persistTo}/cache`,
    workers,
    handleRuntimeStdio: settings.isQuiet ? drain : undefined,
  })
  const url = (await miniflare.ready).origin
  const urls = await Promise.all(names.map(async (name) => (await miniflare.unsafeGetDirectURL(name)).origin))
  const control = (request: ControlRequest, id?: string) => sendControl(url, key, request, id)

  return {
    url,
    urls,
    key,
    control,
    async state() {
      const reply = await control({ op: 'state' })
      if (reply.ok) return reply.state
      throw new Error(`The gate's state can't be read: ${reply.error.message}`)
    },
    dispose: () => miniflare.dispose(),
  }
}

/** A key as EDGE_KEYS and the plugin's `edge.key` take it. */
export const createKey = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** The headers that sign a control call, as the plugin's client sends them. */
export const signControl = (key: string, body: string, { id = randomUUID() as string, at = new Date() } = {}) => ({
  'content-type': 'application/json',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
  'webhook-signature': new Webhook(key).sign(id, at, body),
})

const sendControl = async (url: string, key: string, request: ControlRequest, id?: string): Promise<ControlReply> => {
  const body = JSON.stringify(request)
  const response = await fetch(`${url}${EDGE_PREFIX}/control`, {
    method: 'POST',
    headers: signControl(key, body, { id }),
    body,
  })
  return (await response.json()) as ControlReply
}

const drain = (...streams: Readable[]): void => {
  for (const stream of streams) stream.resume()
}

const createWorker = (name: string, script: string) => ({
  name,
  modules: true as const,
  script,
  compatibilityDate: '2026-04-01',
  compatibilityFlags: ['enable_request_signal'],
})

const bundles = new Map<string, Promise<string>>()

/** The module and all that it imports as one script; made once for each process. */
const bundle = (module: string): Promise<string> => {
  const entry = path.resolve(import.meta.dirname, module)
  const made = bundles.get(entry) ?? makeBundle(entry)
  bundles.set(entry, made)
  return made
}

const makeBundle = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*'],
  })
  const [file] = outputFiles
  if (!file) throw new Error(`"${entry}" can't be bundled`)
  return file.text
}
