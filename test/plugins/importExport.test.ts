import { importExportPlugin } from '@payloadcms/plugin-import-export'
import type { CollectionConfig } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const pages: CollectionConfig = {
  slug: 'pages',
  access: { read: () => true },
  versions: { drafts: true },
  fields: [{ name: 'title', type: 'text' }],
}

/** Files of the plugin's own collections, kept in memory. */
const files = new Map<string, Buffer>()
const inMemory = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  upload: {
    ...(collection.upload as object),
    disableLocalStorage: true,
    handlers: [(_, { params }) => new Response(new Uint8Array(files.get(params.filename) ?? []))],
  },
  hooks: {
    ...collection.hooks,
    beforeChange: [
      ({ data, req }) => {
        if (req.file) files.set(data.filename, req.file.data)
        return data
      },
    ],
  },
})

type Headers = { authorization: string }
let site: Site
let editor: Headers
let customer: Headers
beforeAll(async () => {
  const settings = {
    disableJobsQueue: true,
    overrideCollection: ({ collection }: { collection: CollectionConfig }) => inMemory(collection),
  }
  site = await createSite({
    collections: [pages],
    options: { collections: { pages: true } },
    config: {
      plugins: [
        importExportPlugin({
          collections: [{ slug: 'pages' as never, export: settings, import: settings }],
          overrideExportCollection: ({ collection }: { collection: CollectionConfig }) => inMemory(collection),
        } as never),
      ],
    },
  })
  editor = await site.signIn('editor@example.com')
  customer = await site.signIn('customer@example.com', { role: 'customer' })
  await site.payload.create({ collection: 'pages' as never, data: { title: 'Live', _status: 'published' } as never })
})
afterAll(() => site?.stop())

const exportsSlug = () => Object.keys(site.payload.collections).find((slug) => slug.includes('export'))!

const ask = (path: string, headers: object, body?: object) =>
  site.request(`/api/${exportsSlug()}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
const pagesAsCSV = { collectionSlug: 'pages', format: 'csv', name: 'all', drafts: 'no' }

describe('exports of plugin-import-export (6.B.6)', () => {
  it('are every signed-in user’s until production is filled, as without the plugin', async () => {
    expect((await ask('', customer)).status).toBe(200)
    expect((await ask('', {})).status).toBe(403)
  })

  it('hold staged content afterwards, for admin users alone', async () => {
    await promoteAll(site)
    await site.payload.update({
      collection: 'pages' as never,
      id: 1,
      data: { title: 'Staged', _status: 'published' } as never,
    })
    const made = await ask('', editor, pagesAsCSV)
    expect(made.status).toBe(201)
    const { doc } = (await made.json()) as { doc: { id: number; filename: string } }
    const file = await ask(`/file/${doc.filename}`, editor)
    expect(await file.text()).toContain('Staged')

    for (const who of [customer, {}])
      for (const path of ['', `/${doc.id}`, `/file/${doc.filename}`]) {
        const response = await ask(path, who)
        expect(response.status, path).toBeGreaterThanOrEqual(403)
        expect(await response.text()).not.toContain('Staged')
      }
    expect((await ask('', customer, pagesAsCSV)).status).toBe(403)
  })

  it('shown or downloaded at once are production for a customer, and staging for an editor', async () => {
    for (const path of ['/download', '/export-preview']) {
      const body = path === '/download' ? { data: pagesAsCSV } : pagesAsCSV
      expect(await (await ask(path, editor, body)).text()).toContain('Staged')
      const text = await (await ask(path, customer, body)).text()
      expect(text).toContain('Live')
      expect(text).not.toContain('Staged')
    }
  })
})
