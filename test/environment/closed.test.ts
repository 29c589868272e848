import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig, GlobalConfig } from 'payload'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

/** Sets no access: Payload lets any signed-in user do anything, a shop's customers too. */
const products: CollectionConfig = { slug: 'products', fields: [{ name: 'name', type: 'text' }] }
const banner: GlobalConfig = { slug: 'banner', fields: [{ name: 'text', type: 'text' }] }
const customers: CollectionConfig = { slug: 'customers', auth: true, fields: [] }
const manuals: CollectionConfig = {
  slug: 'manuals',
  upload: {
    staticDir: path.join(tmpdir(), `promote-closed-${process.pid}`),
    pasteURL: { allowList: [{ hostname: 'example.com' }] },
  },
  access: { read: ({ req }) => Boolean(req.user) },
  fields: [],
}

describe('staging', () => {
  let site: Site
  let product: number
  let customer: { authorization: string }
  let editor: { authorization: string }
  let answersBefore: number[]

  const send = async (method: string, url: string, headers: HeadersInit, body?: unknown) => {
    const response = await site.request(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: response.status, text: await response.text() }
  }
  const writes = async () => [
    await send('PATCH', `/api/products/${product}`, customer, {}),
    await send('PATCH', `/api/products?where[id][equals]=${product}`, customer, {}),
    await send('POST', `/api/products/${product}/duplicate`, customer, {}),
    await send('POST', '/api/products', customer, { name: 'Theirs' }),
    await send('POST', '/api/globals/banner', customer, {}),
  ]

  beforeAll(async () => {
    site = await createSite({
      collections: [products, customers, manuals],
      globals: [banner],
      options: { collections: { products: true, manuals: true }, globals: { banner: true } },
    })
    const { payload } = site
    const data = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    await payload.create({
      collection: 'manuals' as never,
      data: {} as never,
      file: { data, mimetype: 'image/png', name: 'manual.png', size: data.length },
    })
    const created = await payload.create({ collection: 'products' as never, data: { name: 'Old' } as never })
    product = (created as unknown as { id: number }).id
    customer = await site.signIn('customer@test.test', {}, 'customers')
    editor = await site.signIn('editor@test.test')
    await payload.updateGlobal({ slug: 'banner' as never, data: { text: 'Old' } as never })
    answersBefore = (await writes()).map(({ status }) => status)
    await promoteAll(site)
    await payload.update({ collection: 'products' as never, id: product, data: { name: 'STAGED' } as never })
    await payload.updateGlobal({ slug: 'banner' as never, data: { text: 'STAGED' } as never })
  })
  afterAll(() => site.stop())

  it('answers writes of users who are no admin users as always until production is filled', () => {
    expect(answersBefore).toEqual([200, 200, 200, 201, 200])
  })

  it('is then written by admin users only: a write answers the document', async () => {
    const answers = [
      ...(await writes()),
      await send('DELETE', `/api/products/${product}`, customer),
      await send('DELETE', `/api/products?where[id][equals]=${product}`, customer),
    ]
    for (const { status, text } of answers) {
      expect(status, text).toBe(403)
      expect(text).not.toContain('STAGED')
    }
    expect(await send('PATCH', `/api/products/${product}`, editor, {})).toMatchObject({ status: 200 })
    expect(await send('POST', '/api/globals/banner', editor, {})).toMatchObject({ status: 200 })
  })

  it('keeps a file that not everybody may read out of shared caches', async () => {
    const read = (url: string, headers: HeadersInit = {}) => site.request(url, { headers })
    const list = await (await read('/api/manuals', customer)).json()
    const { url } = (list as { docs: { url: string }[] }).docs[0]!
    expect((await read(url)).status).toBe(403)
    const named = await read(url, customer)
    expect([named.status, named.headers.get('cache-control')]).toEqual([200, 'private, max-age=31536000, immutable'])
    const plain = await read('/api/manuals/file/manual.png', customer)
    expect([plain.status, plain.headers.get('cache-control')]).toEqual([200, 'private, max-age=0, must-revalidate'])
  })

  it('takes a file from a URL for a new upload', async () => {
    const { status, text } = await send('GET', '/api/manuals/paste-url', editor)
    expect([status, JSON.parse(text)]).toEqual([
      400,
      { errors: [expect.objectContaining({ message: 'A valid URL string is required.' })] },
    ])
  })
})
