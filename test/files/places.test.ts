import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig } from 'payload'
import { inEnvironment } from 'payload-promote'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPublicFolder } from '../../plugin/files/findPublicFolder.ts'
import { createSite, type Site } from '../helpers/createSite.ts'

describe('the place of staged files', () => {
  let root: string
  let site: Site | undefined
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'promote-places-'))
    await mkdir(path.join(root, 'apps/web/public/media'), { recursive: true })
    await writeFile(path.join(root, 'apps/web/next.config.ts'), '')
  })
  afterEach(async () => {
    await site?.stop()
    site = undefined
    await rm(root, { recursive: true })
  })
  const media = (staticDir: string): CollectionConfig => ({ slug: 'media', upload: { staticDir }, fields: [] })
  const start = async (collection: CollectionConfig, options = {}) => {
    site = await createSite({
      collections: [collection, { slug: 'pages', fields: [] }],
      options: { collections: { pages: true, [collection.slug]: true }, ...options },
    })
  }

  it('is refused at start below public/, with the line that mends it (6.B.5)', async () => {
    const open = path.join(root, 'apps/web/public')
    await expect(start(media(path.join(open, 'media')))).rejects.toThrow(
      `e.g. staticDir: path.resolve('${path.relative(process.cwd(), path.join(root, 'apps/web/media'))}')`,
    )
    await expect(
      start(media(path.join(open, 'media')), { collections: { pages: true, media: 'separate' } }),
    ).rejects.toThrow(open)
    await start(media(path.join(open, 'media')), { allowPublicStagingFiles: true })
  })

  it('is accepted outside of public/, and where public/ is not a site’s (6.B.5)', async () => {
    await start(media(path.join(root, 'apps/web/media')))
    expect(findPublicFolder(path.join(root, 'public/media'), path.join(root, 'apps/web'))).toBeUndefined()
  })

  it('is found below public/ whatever the path to it (6.B.5)', async () => {
    const web = path.join(root, 'apps/web')
    const open = path.join(web, 'public')
    const find = (staticDir: string, cwd = web) => findPublicFolder(staticDir, cwd)
    await symlink(path.join(open, 'media'), path.join(root, 'uploads'))
    await symlink(path.join(root, 'data'), path.join(open, 'linked'))
    await mkdir(path.join(root, 'data'))

    expect(find('public/media')).toBe(open)
    expect(find('public/not/yet/there')).toBe(open)
    expect(find('public')).toBe(open)
    expect(find('./media/../public/media')).toBe(open)
    expect(find('apps/web/public/media', root)).toBe(open)
    expect(find(path.join(root, 'uploads/photos'))).toBe(open)
    expect(find(path.join(root, 'data/media'))).toBe(open)
    expect(find('public-media')).toBeUndefined()
    expect(find('media')).toBeUndefined()
    await rm(path.join(web, 'next.config.ts'))
    expect(find('public/media')).toBe(open)
    expect(find('apps/web/public/media', root)).toBeUndefined()
  })

  it('is its own for the staging twin of a separate collection: production’s route does not serve tests (7.C.23)', async () => {
    const folder = path.join(root, 'attachments')
    await start(
      { slug: 'attachments', access: { read: () => true }, upload: { staticDir: folder }, fields: [] },
      { collections: { pages: true, attachments: 'separate' } },
    )
    const upload = (environment: 'staging' | 'production', content: string) => {
      const data = Buffer.from(content)
      return inEnvironment(site!.payload, environment).create({
        collection: 'attachments' as never,
        data: {} as never,
        file: { data, mimetype: 'text/plain', name: `${content}.txt`, size: data.length },
      })
    }
    await upload('production', 'order')
    await upload('staging', 'test')
    const read = async (url: string, headers = {}) => {
      const response = await site!.request(url, { headers })
      return response.status === 200 ? await response.text() : response.status
    }
    expect(await readdir(folder)).toEqual(['order.txt'])
    expect(await read('/api/attachments/file/order.txt')).toBe('order')
    for (const name of ['test.txt', 'staging%2Ftest.txt', '..%2Fstaging-attachments%2Ftest.txt'])
      expect(await read(`/api/attachments/file/${name}`)).not.toBe('test')
    expect(await read('/api/staging-attachments/file/test.txt')).toBe(403)
    expect(await read('/api/staging-attachments/file/test.txt', await site!.signIn('editor@test.test'))).toBe('test')
  })

  it('is refused at start for a separate collection in a storage plugin, which would mix both (7.C.23)', async () => {
    const collection: CollectionConfig = {
      slug: 'attachments',
      upload: { disableLocalStorage: true, adapter: 's3', handlers: [() => new Response('')] },
      fields: [],
    }
    await expect(start(collection, { collections: { pages: true, attachments: 'separate' } })).rejects.toThrow(
      'collections.attachments: its storage plugin "s3" would keep files tested on staging among production\'s. Keep its files on disk',
    )
  })
})
