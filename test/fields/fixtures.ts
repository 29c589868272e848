import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig } from 'payload'
import sharp from 'sharp'
import type { Site } from '../helpers/createSite.ts'
import type { Refs } from './shapes/shape.ts'

const open = { read: () => true }

/** Collections that the shapes point at: promoted ones with and without files, and a shared one. */
export const createFixtureCollections = (versions: CollectionConfig['versions']): CollectionConfig[] => {
  const files = mkdtempSync(path.join(tmpdir(), 'promote-staged-'))
  return [
    {
      slug: 'pages',
      access: open,
      versions,
      admin: { useAsTitle: 'title' },
      fields: [
        { name: 'title', type: 'text', localized: true },
        { name: 'image', type: 'upload', relationTo: 'media' as never },
        { name: 'next', type: 'relationship', relationTo: 'pages' },
        { name: 'inRelations', type: 'join', collection: 'relations' as never, on: 'pageOfJoin' },
      ],
    },
    { slug: 'posts', access: open, versions, fields: [{ name: 'title', type: 'text' }] },
    {
      slug: 'media',
      access: open,
      upload: {
        staticDir: path.join(files, 'media'),
        imageSizes: [{ name: 'thumb', width: 4 }],
        adminThumbnail: 'thumb',
        focalPoint: true,
      },
      fields: [{ name: 'alt', type: 'text', localized: true }],
    },
    {
      slug: 'documents',
      access: open,
      upload: { staticDir: path.join(files, 'documents') },
      fields: [{ name: 'title', type: 'text' }],
    },
    {
      slug: 'people',
      access: open,
      fields: [
        { name: 'name', type: 'text' },
        { name: 'portrait', type: 'upload', relationTo: 'media' as never },
      ],
    },
  ]
}

/** A picture of one colour, as an upload's file. */
export const createImage = async (name: string, background: string, width = 8) => {
  const data = await sharp({ create: { width, height: 8, channels: 3, background } })
    .png()
    .toBuffer()
  return { data, name, mimetype: 'image/png', size: data.length }
}

/** Documents that the shapes point at, published. */
export const createFixtures = async (site: Site, published: Record<string, unknown>): Promise<Refs> => {
  const { payload } = site
  const refs: Refs = { pages: [], posts: [], media: [], people: [], own: [] }
  const create = async (collection: string, data: Record<string, unknown>, more: object = {}) => {
    const doc = await payload.create({ collection: collection as never, data: data as never, ...more })
    return (doc as { id: string | number }).id
  }
  for (const colour of ['red', 'green'])
    refs.media.push(await create('media', { alt: colour }, { file: await createImage(`${colour}.png`, colour) }))
  for (const n of [1, 2, 3])
    refs.pages.push(
      await create('pages', { ...published, title: `Page ${n}`, image: refs.media[n % 2], next: refs.pages[0] }),
    )
  for (const n of [1, 2]) refs.posts.push(await create('posts', { ...published, title: `Post ${n}` }))
  for (const n of [1, 2]) refs.people.push(await create('people', { name: `Person ${n}`, portrait: refs.media[0] }))
  return refs
}
