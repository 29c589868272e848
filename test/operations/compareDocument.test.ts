import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig } from 'payload'
import { computePlan, type FieldDifference, runPromotion } from 'payload-promote'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const mediaDirectory = path.join(tmpdir(), `promote-compare-${process.pid}`)
mkdirSync(mediaDirectory, { recursive: true })

const media: CollectionConfig = {
  slug: 'media',
  upload: { staticDir: mediaDirectory },
  fields: [{ name: 'alt', type: 'text' }],
}
const pages: CollectionConfig = {
  slug: 'pages',
  versions: { drafts: true },
  admin: { useAsTitle: 'title' },
  fields: [
    { name: 'title', type: 'text', localized: true, label: { en: 'Title', de: 'Titel' } },
    { name: 'image', type: 'upload', relationTo: 'media' as never },
    { name: 'related', type: 'relationship', relationTo: ['pages', 'media'] as never, hasMany: true },
    { name: 'body', type: 'richText' },
    { name: 'stock', type: 'number' },
    {
      name: 'layout',
      type: 'blocks',
      blocks: [
        { slug: 'hero', fields: [{ name: 'heading', type: 'text', localized: true }] },
        { slug: 'text', fields: [{ name: 'items', type: 'array', fields: [{ name: 'label', type: 'text' }] }] },
      ],
    },
    { name: 'seo', type: 'group', fields: [{ name: 'description', type: 'textarea' }] },
  ],
}

const text = (content: string) => ({
  type: 'text',
  text: content,
  version: 1,
  detail: 0,
  format: 0,
  mode: 'normal',
  style: '',
})
const paragraph = (...children: unknown[]) => ({
  type: 'paragraph',
  children,
  version: 1,
  format: '',
  indent: 0,
  direction: null,
  textFormat: 0,
})
const richText = (...children: unknown[]) => ({
  root: { type: 'root', children, version: 1, format: '', indent: 0, direction: null },
})

describe('the differences of a document', () => {
  let site: Site
  let page: number
  let headers: { authorization: string }
  const photos: number[] = []

  const upload = async (name: string, color: string) => {
    const data = await sharp({ create: { width: 9, height: 9, channels: 3, background: color } })
      .png()
      .toBuffer()
    const doc: { id: number } = await site.payload.create({
      collection: 'media' as never,
      data: { alt: name } as never,
      file: { data, mimetype: 'image/png', name, size: data.length },
    })
    photos.push(doc.id)
  }
  const save = (data: Record<string, unknown>, locale = 'en') =>
    site.payload.update({
      collection: 'pages' as never,
      id: page,
      locale: locale as never,
      data: { _status: 'published', ...data } as never,
    })
  const compare = async (collection = 'pages', id: number | string = page): Promise<FieldDifference[]> => {
    const plan = await computePlan({ payload: site.payload })
    const response = await site.request(`/api/promote/plans/${plan.id}/changes/${collection}/${id}`, { headers })
    expect(response.status).toBe(200)
    return ((await response.json()) as { differences: FieldDifference[] }).differences
  }
  const find = (differences: FieldDifference[], fieldPath: string, locale?: string) =>
    differences.find((d) => d.path === fieldPath && d.locale === locale)

  beforeAll(async () => {
    site = await createSite({
      collections: [pages, media],
      options: { collections: { pages: { productionOwned: ['stock'] }, media: true } },
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
    })
    headers = await site.signIn('editor@test.test')
    await upload('red.png', 'red')
    await upload('blue.png', 'blue')
    const created: { id: number } = await site.payload.create({
      collection: 'pages' as never,
      data: {
        title: 'Old title',
        image: photos[0],
        related: [{ relationTo: 'media', value: photos[0] }],
        body: richText(paragraph(text('Old words'))),
        stock: 5,
        layout: [
          { blockType: 'hero', heading: 'Old heading' },
          { blockType: 'text', items: [{ label: 'a' }, { label: 'b' }] },
        ],
        seo: { description: 'Old description' },
        _status: 'published',
      } as never,
    })
    page = created.id
    const plan = await computePlan({ payload: site.payload })
    expect(await runPromotion({ payload: site.payload, planId: plan.id })).toMatchObject({ status: 'succeeded' })
  })
  afterAll(() => site.stop())

  it('are shown by field, with labels, locales, images, titles and rich text', async () => {
    const { layout } = (await site.payload.findByID({
      collection: 'pages' as never,
      id: page,
      depth: 0,
    })) as unknown as { layout: Record<string, unknown>[] }
    await save({
      title: 'New title',
      image: photos[1],
      related: [{ relationTo: 'pages', value: page }],
      body: richText(
        paragraph(text('New words')),
        { type: 'upload', relationTo: 'media', value: photos[1], version: 3, fields: {}, id: '66a', format: '' },
        paragraph({
          type: 'link',
          version: 3,
          id: '66b',
          format: '',
          indent: 0,
          direction: null,
          children: [text('a link')],
          fields: { linkType: 'internal', doc: { relationTo: 'pages', value: page } },
        }),
      ),
      stock: 99,
      layout: [layout[1], { ...layout[0], heading: 'New heading' }, { blockType: 'hero', heading: 'Third' }],
      seo: { description: 'New description' },
    })
    await save({ title: 'Neuer Titel' }, 'de')
    const differences = await compare()
    expect(find(differences, 'title', 'en')).toMatchObject({
      label: 'Title',
      type: 'text',
      from: 'Old title',
      to: 'New title',
    })
    expect(find(differences, 'title', 'de')).toMatchObject({ from: null, to: 'Neuer Titel' })
    expect(find(differences, 'image')).toMatchObject({
      type: 'file',
      from: { filename: 'red.png', url: expect.stringContaining('?v=') },
      to: { filename: 'blue.png' },
    })
    expect(find(differences, 'related')).toMatchObject({ type: 'list', from: ['red.png'], to: ['New title'] })
    expect(find(differences, 'seo.description')).toMatchObject({ label: 'Seo › Description', from: 'Old description' })
    expect(find(differences, 'stock')).toBeUndefined()
    // The moved hero is matched by its id, the new one is new, and the order itself is a difference.
    expect(find(differences, 'layout.1.heading', 'en')).toMatchObject({ from: 'Old heading', to: 'New heading' })
    expect(find(differences, 'layout.2.heading', 'en')).toMatchObject({ from: null, to: 'Third' })
    expect(find(differences, 'layout')).toMatchObject({ type: 'list' })
    expect(differences.filter((d) => d.path.includes('items'))).toEqual([])
    const body = find(differences, 'body')
    expect(body).toMatchObject({ type: 'html', from: expect.stringContaining('Old words') })
    for (const part of [
      'New words',
      '[blue.png]',
      '<img src="/api/media/file/staged.',
      '/blue.png" alt=""',
      'href="New title"',
    ])
      expect(body?.to).toContain(part)
  })

  it('never show a newer draft', async () => {
    await site.payload.update({
      collection: 'pages' as never,
      id: page,
      draft: true,
      data: { title: 'Draft title' } as never,
    })
    expect(JSON.stringify(await compare())).not.toContain('Draft title')
  })

  it('show another file behind the same name', async () => {
    const data = await sharp({ create: { width: 9, height: 9, channels: 3, background: 'green' } })
      .png()
      .toBuffer()
    await site.payload.update({
      collection: 'media' as never,
      id: photos[0]!,
      data: {} as never,
      overwriteExistingFiles: true,
      file: { data, mimetype: 'image/png', name: 'red.png', size: data.length },
    })
    expect(await compare('media', photos[0])).toMatchObject([
      { path: 'filename', type: 'file', from: { filename: 'red.png' }, to: { filename: 'red.png' } },
    ])
  })
})
