import type { CollectionConfig, Config } from 'payload'
import { computePlan, runPromotion } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'

const read = () => true
const pages: CollectionConfig = { slug: 'pages', access: { read }, fields: [{ name: 'title', type: 'text' }] }
const codes: CollectionConfig = {
  slug: 'codes',
  access: { read },
  fields: [
    { name: 'id', type: 'text', required: true },
    { name: 'title', type: 'text' },
  ],
}
const media: CollectionConfig = { slug: 'media', access: { read }, upload: { disableLocalStorage: true }, fields: [] }
const header: NonNullable<Config['globals']>[number] = {
  slug: 'header',
  access: { read },
  fields: [{ name: 'title', type: 'text' }],
}

const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`

describe('the character NUL and JSON nested 50,000 deep (7.C.27)', () => {
  let site: Site
  let editor: Record<string, string>
  let planId: string

  beforeAll(async () => {
    site = await createSite({
      collections: [pages, codes, media],
      globals: [header],
      options: {
        collections: { pages: true, codes: true, media: true },
        globals: { header: true },
        allowPublicStagingFiles: true,
      },
    })
    editor = await site.signIn('editor@example.com')
    await site.payload.create({ collection: 'codes' as never, data: { id: 'one', title: 'One' } as never })
    planId = (await computePlan({ payload: site.payload })).id
  })
  afterAll(() => site.stop())

  const statusOf = async (path: string, init: RequestInit = {}): Promise<number> =>
    (await site.request(`/api${path}`, init)).status
  const post = (path: string, body: string) =>
    statusOf(path, { method: 'POST', headers: { ...editor, 'content-type': 'application/json' }, body })

  it('are refused with 400 by every route of the plugin', async () => {
    for (const path of [
      '/promote/plans/%00',
      `/promote/plans/${planId}%00/changes`,
      `/promote/plans/${planId}/changes?search=a%00b`,
      `/promote/plans/${planId}/changes?collection=%00`,
      `/promote/plans/${planId}/changes?kind=%00`,
      `/promote/plans/${planId}/changes/codes/%00`,
      `/promote/plans/${planId}/changes/%00/one`,
      '/promote/promotions/%00',
    ])
      expect(await statusOf(path, { headers: editor }), path).toBe(400)
    for (const body of [
      String.raw`{ "planId": "\u0000" }`,
      String.raw`{ "planId": "${planId}", "note": "a\u0000b" }`,
      String.raw`{ "planId": "${planId}", "snapshot": "\u0000" }`,
      String.raw`{ "planId": "${planId}", "keep": [{ "collection": "codes", "id": "\u0000" }] }`,
      String.raw`{ "\u0000": 1 }`,
      `{ "planId": ${deep} }`,
      `{ "planId": "${planId}", "keep": ${deep} }`,
      `{ "planId": "${planId}", "snapshot": ${deep} }`,
      deep,
    ])
      expect(await post('/promote', body), body.slice(0, 80)).toBe(400)
    expect(await post('/promote/plans', `{ "a": ${deep} }`)).toBe(400)
    expect(await post('/promote/snapshots', String.raw`{ "label": "\u0000" }`)).toBe(400)
    expect(await post('/promote/snapshots', `{ "label": ${deep} }`)).toBe(400)
    expect((await site.query('select 1 from content_promotions')).length).toBe(0)
  })

  it.each(['before the first promotion', 'on production'])('are refused in reads of promoted content %s', async () => {
    const reads = [
      '/codes/%00',
      '/codes?where[title][equals]=%00',
      '/codes?where[or][0][and][0][id][in]=one,%00',
      '/codes/count?where[title][like]=%00',
      '/pages?where[title][equals]=a%00b',
      '/media/file/%00',
      '/media/file/a%00.png?v=%00',
    ]
    for (const path of reads) {
      expect(await statusOf(path), path).toBe(400)
      expect(await statusOf(path, { headers: editor }), `${path} for an editor`).toBe(400)
    }
    expect(await statusOf('/codes/one')).toBe(200)
    expect(await statusOf('/pages?where[title][equals]=ab')).toBe(200)
    const { id } = await computePlan({ payload: site.payload })
    if ((await site.query('select 1 from content_promotions')).length === 0)
      expect(await runPromotion({ payload: site.payload, planId: id })).toMatchObject({ status: 'succeeded' })
  })
})
