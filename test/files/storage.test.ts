import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CollectionConfig } from 'payload'
import { computePlan, runPromotion } from 'payload-promote'
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const image = (color: string) =>
  sharp({ create: { width: 20, height: 20, channels: 3, background: color } })
    .png()
    .toBuffer()

/** An upload collection as storage plugins make it: no local files, bytes kept elsewhere by hooks. */
const storedElsewhere = (
  store: Map<string, Buffer>,
  more: Partial<CollectionConfig> & { upload?: object },
): CollectionConfig => ({
  slug: 'media',
  access: { read: () => true },
  fields: [],
  ...more,
  upload: { disableLocalStorage: true, imageSizes: [{ name: 'small', width: 10 }], ...more.upload },
  hooks: {
    afterChange: [
      ({ doc, req }) => {
        if (req.file) store.set(doc.filename, req.file.data)
        for (const [name, bytes] of Object.entries(req.payloadUploadSizes ?? {}))
          store.set(doc.sizes[name].filename, bytes as Buffer)
        return doc
      },
    ],
    ...more.hooks,
  },
})

describe('staged files in a storage plugin', () => {
  let site: Site | undefined
  const stops: (() => void)[] = []
  afterEach(async () => {
    await site?.stop()
    site = undefined
    for (const stop of stops.splice(0)) stop()
  })
  const upload = async (color: string, id?: number) => {
    const data = await image(color)
    const file = { data, mimetype: 'image/png', name: 'photo.png', size: data.length }
    const args = { collection: 'media' as never, data: {} as never, file, overwriteExistingFiles: true }
    if (id === undefined) await site!.payload.create(args)
    else await site!.payload.update({ ...args, id })
    return data
  }
  const promoteAll = async () => {
    const { id } = await computePlan({ payload: site!.payload })
    return runPromotion({ payload: site!.payload, planId: id })
  }
  const read = async (url: string) => Buffer.from(await (await site!.request(url)).arrayBuffer())

  it('that serves through upload.handlers reach production, all sizes, and stay there when staging replaces them', async () => {
    const store = new Map<string, Buffer>()
    const serve = (_: unknown, { params }: { params: { filename: string } }) => {
      const bytes = store.get(params.filename)
      return bytes ? new Response(new Uint8Array(bytes)) : new Response(null, { status: 404 })
    }
    site = await createSite({
      collections: [storedElsewhere(store, { upload: { handlers: [serve] } })],
      options: { collections: { media: true } },
      config: { sharp },
    })
    const red = await upload('red')
    expect(await promoteAll()).toMatchObject({ status: 'succeeded' })
    const small = store.get('photo-10x10.png')!
    store.clear()
    expect((await read('/api/media/file/photo.png')).equals(red)).toBe(true)
    expect((await read('/api/media/file/photo-10x10.png')).equals(small)).toBe(true)

    const blue = await upload('blue', 1)
    expect((await read('/api/media/file/photo.png')).equals(red)).toBe(true)
    expect(await promoteAll()).toMatchObject({ status: 'succeeded', total: 1 })
    expect((await read('/api/media/file/photo.png')).equals(blue)).toBe(true)
  })

  it('that serves past Payload is refused at start, unless that is accepted', async () => {
    const store = new Map<string, Buffer>()
    const bucket = createServer((request, response) => {
      const bytes = store.get(decodeURIComponent(request.url?.slice(1) ?? ''))
      response.writeHead(bytes ? 200 : 404).end(bytes)
    })
    await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve))
    stops.push(() => bucket.close())
    const base = `http://127.0.0.1:${(bucket.address() as AddressInfo).port}`
    const collection = storedElsewhere(store, {
      hooks: {
        beforeChange: [
          ({ data }) => ({
            ...data,
            url: `${base}/${data.filename}`,
            sizes: { small: { ...data.sizes?.small, url: `${base}/${data.sizes?.small?.filename}` } },
          }),
        ],
      },
    })
    const settings = {
      collections: [collection],
      options: { collections: { media: true as const } },
      config: { sharp, serverURL: 'http://localhost' },
    }
    await expect(createSite(settings)).rejects.toThrow('allowPublicStagingFiles')

    site = await createSite({ ...settings, options: { ...settings.options, allowPublicStagingFiles: true } })
    const red = await upload('red')
    expect(await promoteAll()).toMatchObject({ status: 'succeeded' })
    store.clear()
    const { url } = (await (await site.request('/api/media/1')).json()) as { url: string }
    expect(url).toMatch(/^http:\/\/localhost\/api\/media\/file\/photo\.png\?v=/)
    expect((await read(new URL(url).pathname + new URL(url).search)).equals(red)).toBe(true)
  })
})
