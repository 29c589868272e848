import type { GlobalConfig } from 'payload'
import { inEnvironment } from 'payload-promote'
import { afterEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const header: GlobalConfig = {
  slug: 'header',
  access: { read: () => true },
  fields: [{ name: 'body', type: 'richText' }],
}
const text = (value: string) => ({
  root: {
    type: 'root',
    version: 1,
    direction: null,
    format: '',
    indent: 0,
    children: [{ type: 'paragraph', version: 1, children: [{ type: 'text', version: 1, text: value }] }],
  },
})

describe('a site that promotes globals and no collection (7.12)', () => {
  let site: Site
  afterEach(() => site?.stop())

  it('promotes their rich text', async () => {
    site = await createSite({
      collections: [],
      globals: [header],
      options: { collections: {}, globals: { header: true } },
    })
    const slug = 'header' as never
    for (const value of ['Old', 'New']) {
      await site.payload.updateGlobal({ slug, data: { body: text(value) } as never })
      await promoteAll(site)
      const { body } = (await inEnvironment(site.payload, 'production').findGlobal({ slug })) as { body: unknown }
      expect(JSON.stringify(body)).toContain(`"${value}"`)
    }
  })
})
