import { createServer, request as httpRequest, type Server } from 'node:http'
import https from 'node:https'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { stripePlugin } from 'official-plugin-stripe'
import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { waitFor } from '../helpers/waitFor.ts'
import { collectLog } from './collectLog.ts'

const tariffs: CollectionConfig = {
  slug: 'tariffs',
  access: { read: () => true },
  fields: [{ name: 'title', type: 'text' }],
}

const webhookSecret = 'whsec_test'
const log = collectLog()
const asked: string[] = []
let stripe: Server
let site: Site
beforeAll(async () => {
  stripe = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    response.setHeader('content-type', 'application/json')
    request.resume().on('end', () => response.end(JSON.stringify({ id: 'prod_1', object: 'product' })))
  }).listen(0)
  const { port } = stripe.address() as AddressInfo
  // Stripe lies outside: what would leave for it is answered here, without encryption.
  vi.spyOn(https, 'request').mockImplementation(((options: object) => {
    const request = httpRequest({ ...options, protocol: 'http:', host: '127.0.0.1', port, agent: undefined })
    return request.once('socket', (socket) => socket.once('connect', () => socket.emit('secureConnect')))
  }) as never)
  site = await createSite({
    collections: [tariffs],
    options: { collections: { tariffs: true } },
    config: {
      logger: log.logger,
      plugins: [
        stripePlugin({
          stripeSecretKey: 'sk_test_1',
          stripeWebhooksEndpointSecret: webhookSecret,
          sync: [
            {
              collection: 'tariffs' as never,
              stripeResourceType: 'products',
              stripeResourceTypeSingular: 'product',
              fields: [{ fieldPath: 'title', stripeProperty: 'name' }],
            },
          ],
        }),
      ],
    },
  })
  // Under `test` the plugin asks Stripe nothing.
  vi.stubEnv('NODE_ENV', 'production')
})
afterAll(async () => {
  await site?.stop()
  stripe.close()
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const titleFor = async (headers = {}): Promise<string> => {
  const { docs } = (await (await site.request('/api/tariffs', { headers })).json()) as { docs: { title: string }[] }
  return docs[0]!.title
}

describe('a promoted collection that plugin-stripe syncs (6.B.6)', () => {
  it('is warned of at start, since a save on staging changes Stripe at once and a promotion asks it nothing', async () => {
    expect(log.lines.join('\n')).toMatch(
      /plugin-stripe syncs tariffs: a save or a delete on staging changes Stripe at once/,
    )
    const { id } = (await site.payload.create({
      collection: 'tariffs' as never,
      data: { title: 'Monthly' } as never,
    })) as unknown as { id: number }
    await promoteAll(site)
    await site.payload.update({ collection: 'tariffs' as never, id, data: { title: 'Staged' } as never })
    expect(asked).toContain('POST /v1/products')
    const before = asked.length
    expect(await titleFor()).toBe('Monthly')
    await promoteAll(site)
    expect(await titleFor()).toBe('Staged')
    expect(asked).toHaveLength(before)
  })

  it('takes what changes in Stripe onto staging, where it waits for the next promotion', async () => {
    const Stripe = createRequire(createRequire(import.meta.url).resolve('official-plugin-stripe'))('stripe') as {
      webhooks: { generateTestHeaderString: (options: { payload: string; secret: string }) => string }
    }
    const object = { id: 'prod_1', object: 'product', name: 'From Stripe' }
    const body = JSON.stringify({ id: 'evt_1', object: 'event', type: 'product.updated', data: { object } })
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: webhookSecret })
    const response = await site.request('/api/stripe/webhooks', {
      method: 'POST',
      headers: { 'stripe-signature': signature },
      body,
    })
    expect(response.status).toBe(200)
    const editor = await site.signIn('editor@example.com')
    await waitFor('the webhook', async () => ((await titleFor(editor)) === 'From Stripe' ? true : undefined))
    expect(await titleFor()).toBe('Staged')
    await promoteAll(site)
    expect(await titleFor()).toBe('From Stripe')
  })
})
