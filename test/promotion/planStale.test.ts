import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig } from 'payload'
import { computePlan, runPromotion } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const staticDir = path.join(tmpdir(), `plan-stale-${process.pid}`)
const media: CollectionConfig = {
  slug: 'media',
  admin: { useAsTitle: 'alt' },
  upload: { staticDir },
  fields: [{ name: 'alt', type: 'text' }],
}

describe('a plan whose files are others now (7.B.19)', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite({ collections: [media], options: { collections: { media: true } } })
    const data = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    await site.payload.create({
      collection: 'media' as never,
      data: { alt: 'Red' } as never,
      file: { data, mimetype: 'image/png', name: 'red.png', size: data.length },
    })
  })
  afterAll(async () => {
    await site.stop()
    await rm(staticDir, { recursive: true, force: true })
  })

  it('is refused with the documents, counted and named', async () => {
    const { id } = await computePlan({ payload: site.payload })
    const other = sharp({ create: { width: 4, height: 4, channels: 3, background: 'blue' } }).png()
    await writeFile(path.join(staticDir, 'red.png'), await other.toBuffer())
    const { status, error } = await runPromotion({ payload: site.payload, planId: id })
    expect(status).toBe('failed')
    expect(error).toMatchObject({
      code: 'PLAN_STALE',
      message: 'Since the plan was computed, a document has changed: "Red" (media 1, changed on staging).',
      details: [{ collection: 'media', id: '1', title: 'Red', side: 'staging' }],
    })
  })
})
