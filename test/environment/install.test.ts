import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig, GlobalConfig } from 'payload'
import sharp from 'sharp'
import { afterAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../helpers/createDatabase.ts'
import { createSite, type Site } from '../helpers/createSite.ts'

const mediaDirectory = path.join(tmpdir(), `promote-install-${process.pid}`)
mkdirSync(mediaDirectory, { recursive: true })

const pages: CollectionConfig = {
  slug: 'pages',
  access: { read: ({ req }) => (req.user ? true : { _status: { equals: 'published' } }) },
  versions: { drafts: true },
  fields: [
    { name: 'title', type: 'text' },
    { name: 'image', type: 'upload', relationTo: 'media' as never },
    { name: 'body', type: 'richText' },
  ],
}
const media: CollectionConfig = {
  slug: 'media',
  access: { read: () => true },
  upload: { staticDir: mediaDirectory, imageSizes: [{ name: 'small', width: 10 }] },
  fields: [{ name: 'alt', type: 'text' }],
}
const enquiries: CollectionConfig = {
  slug: 'enquiries',
  access: { create: () => true, read: () => true },
  fields: [
    { name: 'text', type: 'text' },
    { name: 'page', type: 'relationship', relationTo: 'pages' as never },
  ],
}
const header: GlobalConfig = { slug: 'header', access: { read: () => true }, fields: [{ name: 'claim', type: 'text' }] }

describe('installing the plugin', () => {
  let site: Site | undefined
  afterAll(() => site?.stop())

  it('changes nothing for visitors, customers and editors until the first promotion', async () => {
    const databaseURL = await createDatabase()
    const settings = {
      collections: [pages, media, enquiries],
      globals: [header],
      options: { collections: { pages: true, media: true, enquiries: 'separate' }, globals: { header: true } },
      databaseURL,
    } as const
    const collections = [...settings.collections]
    const globals = [...settings.globals]
    const before = await createSite({ ...settings, collections, globals, isInstalled: false })
    const data = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const { payload } = before
    const create = async (collection: string, values: unknown, more = {}): Promise<{ id: number }> =>
      payload.create({ collection: collection as never, data: values as never, ...more })
    const image = await create(
      'media',
      { alt: 'Red' },
      { file: { data, mimetype: 'image/png', name: 'red.png', size: data.length } },
    )
    const page = await create('pages', { title: 'Home', image: image.id, _status: 'published' })
    await create('pages', { title: 'Draft' }, { draft: true })
    await create('enquiries', { text: 'Hello', page: page.id })
    await payload.updateGlobal({ slug: 'header' as never, data: { claim: 'Claim' } as never })

    const routes = [
      '/api/pages?depth=2',
      `/api/pages/${page.id}`,
      '/api/pages/2',
      '/api/pages?where[title][equals]=Home',
      '/api/pages?where[image.alt][equals]=Red',
      '/api/pages/count',
      '/api/pages/versions?limit=1&sort=createdAt',
      '/api/media?depth=1',
      '/api/media/file/red.png',
      '/api/media/file/red-10x10.png',
      '/api/media/file/missing.png',
      '/api/enquiries?depth=2',
      '/api/enquiries?where[page.title][equals]=Home',
      '/api/globals/header',
      '/api/nowhere',
    ]
    const read = async (on: Site) => {
      const answers: unknown[] = []
      for (const who of [undefined, 'customer', 'editor']) {
        const headers = who ? await on.signIn(`${who}@test.test`, { role: who }) : undefined
        for (const url of routes) {
          const response = await on.request(url, headers ? { headers } : {})
          const body = Buffer.from(await response.arrayBuffer()).toString('base64')
          answers.push([who, url, response.status, response.headers.get('content-type'), body])
        }
      }
      return answers
    }
    const expected = await read(before)
    await before.stop()

    site = await createSite({ ...settings, collections, globals })
    expect(await read(site)).toEqual(expected)
  })
})
