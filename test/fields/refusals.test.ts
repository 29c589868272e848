import type { CollectionConfig } from 'payload'
import { describe, expect, it } from 'vitest'
import { createSite } from '../helpers/createSite.ts'

const collection = (slug: string, name: string): CollectionConfig => ({
  slug,
  fields: [{ name, type: 'array', fields: [{ name: 'text', type: 'text' }] }],
})

describe('a site that cannot have twins', () => {
  it('is refused at start where the table of a twin would have too long a name', async () => {
    const long = collection('pages', 'a'.repeat(55))
    await expect(createSite({ collections: [long], options: { collections: { pages: true } } })).rejects.toMatchObject({
      code: 'INVALID_OPTIONS',
      message: expect.stringMatching(/^The name "prod_pages_a+\w*" of a twin's table or type has \d+ characters/),
    })
  })

  it('starts where the names just fit', async () => {
    const fits = collection('pages', 'a'.repeat(63 - 'prod_pages__parent_id_idx'.length))
    const site = await createSite({ collections: [fits], options: { collections: { pages: true } } })
    await site.stop()
  })
})
