import type { GlobalConfig } from 'payload'
import { computePlan, inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const header: GlobalConfig = {
  slug: 'header',
  access: { read: () => true },
  versions: { drafts: true },
  fields: [{ name: 'claim', type: 'text' }],
}
const slug = 'header' as never

describe('an unpublished global (7.17)', () => {
  let site: Site
  beforeAll(async () => {
    site = await createSite({
      collections: [],
      globals: [header],
      options: { collections: {}, globals: { header: true } },
    })
  })
  afterAll(() => site.stop())
  const save = (data: Record<string, unknown>) => site.payload.updateGlobal({ slug, data: data as never })
  const claim = async (environment: 'staging' | 'production', drafts = false) =>
    ((await inEnvironment(site.payload, environment, { drafts }).findGlobal({ slug })) as { claim?: string }).claim ??
    null

  it('is what Promote would put live: nothing on staging, nor on production before it is filled', async () => {
    await save({ claim: 'Public', _status: 'published' })
    expect([await claim('staging'), await claim('production')]).toEqual(['Public', 'Public'])
    await save({ claim: 'Withdrawn', _status: 'draft' })
    expect([await claim('staging'), await claim('production')]).toEqual([null, null])
    expect(await claim('staging', true)).toBe('Withdrawn')
  })

  it('stays on production until a promotion deletes it', async () => {
    await save({ claim: 'Public', _status: 'published' })
    await promoteAll(site)
    await save({ claim: 'Withdrawn', _status: 'draft' })
    expect([await claim('staging'), await claim('production')]).toEqual([null, 'Public'])
    expect(await computePlan({ payload: site.payload })).toMatchObject({ total: 1 })
    await promoteAll(site)
    expect(await claim('production')).toBeNull()
  })
})
