import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { NextConfig } from 'next'
import loadConfig from 'next/dist/server/config.js'
import { fetchInternalImage, ImageOptimizerCache, imageOptimizer } from 'next/dist/server/image-optimizer.js'
import { PHASE_PRODUCTION_SERVER } from 'next/dist/shared/lib/constants.js'
import { inEnvironment } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

type Media = { id: number; url: string }

/** What the README tells a site to set; Payload's website template has it too. */
const images = { localPatterns: [{ pathname: '/api/media/file/**' }] }

describe("Next's image optimizer, which asks without cookies,", () => {
  let site: Site
  let photo: number

  const file = async (background: string) => {
    const data = await sharp({ create: { width: 200, height: 200, channels: 3, background } })
      .png()
      .toBuffer()
    return { data, mimetype: 'image/png', name: 'photo.png', size: data.length }
  }
  beforeAll(async () => {
    site = await createSite({
      collections: [
        {
          slug: 'media',
          access: { read: () => true },
          upload: { staticDir: path.join(tmpdir(), `promote-optimizer-${process.pid}`) },
          fields: [],
        },
      ],
      options: { collections: { media: true } },
      config: { sharp },
    })
    const collection = 'media' as never
    const data = {} as never
    photo = ((await site.payload.create({ collection, data, file: await file('red') })) as unknown as Media).id
    await promoteAll(site)
    await site.payload.update({ collection, id: photo, data, file: await file('blue'), overwriteExistingFiles: true })
  })
  afterAll(() => site.stop())

  const urlIn = async (environment: 'staging' | 'production') =>
    (
      (await inEnvironment(site.payload, environment).findByID({
        collection: 'media' as never,
        id: photo,
      })) as unknown as Media
    ).url

  /** The colour that Next's own code makes of `/_next/image?url=…`, with the site's API behind it. */
  const optimize = async (url: string, given: NextConfig['images'] = images): Promise<string> => {
    // Next remembers configs by their folder.
    const folder = path.join(tmpdir(), `promote-optimizer-${given === images ? 'readme' : 'default'}`)
    const config = await loadConfig(PHASE_PRODUCTION_SERVER, folder, {
      customConfig: { images: given },
      silent: true,
    })
    const request = new IncomingMessage(new Socket())
    const params = ImageOptimizerCache.validateParams(request, { url, w: '64', q: '75' }, config, false)
    if ('errorMessage' in params) return params.errorMessage
    const upstream = await fetchInternalImage(
      params.href,
      request,
      new ServerResponse(request),
      1e7,
      async (req, res) => {
        const answer = await site.request(req.url!, { headers: req.headers as Record<string, string> })
        res.statusCode = answer.status
        for (const [name, value] of answer.headers) res.setHeader(name, value)
        res.end(Buffer.from(await answer.arrayBuffer()))
      },
    )
    const { buffer } = await imageOptimizer(upstream, params, config, { isDev: false, silent: true })
    const { dominant } = await sharp(buffer).stats()
    return dominant.r > dominant.b ? 'red' : 'blue'
  }

  it("shows an editor's preview the staged image, and visitors production's (6.B.3)", async () => {
    expect(await optimize(await urlIn('staging'))).toBe('blue')
    expect(await optimize(await urlIn('production'))).toBe('red')
    // The website template's `getMediaUrl`.
    expect(await optimize(`${await urlIn('staging')}?2026-11-25T16%3A00%3A00.000Z`)).toBe('blue')
    expect(await optimize(`${await urlIn('production')}?2026-11-25T16%3A00%3A00.000Z`)).toBe('red')
  })

  it('needs a pattern without `search` for production’s URLs, as the README says (6.B.3)', async () => {
    expect(await optimize(await urlIn('staging'), {})).toBe('blue')
    expect(await optimize(await urlIn('production'), {})).toBe('"url" parameter is not allowed')
  })
})
