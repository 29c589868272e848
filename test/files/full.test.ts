import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { LocalStorageAdapter } from '@flystorage/local-fs'
import { computePlan, runPromotion } from 'payload-promote'
import sharp from 'sharp'
import { afterEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

/** A disk that is full after the first bytes of each file. */
class FullStorage extends LocalStorageAdapter {
  override async write(...[file, , options]: Parameters<LocalStorageAdapter['write']>): Promise<void> {
    await super.write(file, Readable.from([Buffer.from('half')]), options)
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }
}

describe('production’s storage is full', () => {
  let site: Site | undefined
  let directory = ''
  afterEach(async () => {
    await site?.stop()
    await rm(directory, { recursive: true, force: true })
  })

  it('the failure has a code of its own, and no half of a file is left (8.8)', async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'promote-full-'))
    site = await createSite({
      collections: [{ slug: 'media', upload: { staticDir: path.join(directory, 'staged') }, fields: [] }],
      options: { collections: { media: true }, files: new FullStorage(directory) },
      config: { sharp },
    })
    const data = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const file = { data, mimetype: 'image/png', name: 'photo.png', size: data.length }
    await site.payload.create({ collection: 'media' as never, data: {} as never, file })
    const { id } = await computePlan({ payload: site.payload })
    const promotion = await runPromotion({ payload: site.payload, planId: id })
    expect(promotion).toMatchObject({ status: 'failed', error: { code: 'DISK_FULL' } })
    expect(await readdir(path.join(directory, 'incoming')).catch(() => [])).toEqual([])
  })
})
