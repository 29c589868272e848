import { randomBytes } from 'node:crypto'
import type { CollectionConfig } from 'payload'
import { afterEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { collectLog } from '../plugins/collectLog.ts'

const pages: CollectionConfig = { slug: 'pages', fields: [{ name: 'title', type: 'text' }] }
const key = `whsec_${randomBytes(32).toString('base64')}`
const url = 'https://www.example.com'

describe('the start (7.B.19)', () => {
  let site: Site | undefined
  afterEach(() => site?.stop())

  const listWarnings = async (edge: { url: string; key: string | undefined; leaseMs?: number }) => {
    const { logger, lines } = collectLog()
    site = await createSite({
      collections: [pages],
      options: { collections: { pages: true }, edge },
      config: { logger: logger! },
    })
    return lines.filter((line) => line.includes('edge.'))
  }

  it('says that the key is missing, so that there is no gate', async () => {
    expect(await listWarnings({ url, key: undefined })).toEqual([expect.stringContaining('edge.key is missing')])
  })

  it('says that the lease ends before a promotion could be committed', async () => {
    expect(await listWarnings({ url, key, leaseMs: 6000 })).toEqual([expect.stringContaining('edge.leaseMs is 6000')])
  })

  it('says nothing of an edge that works', async () => {
    expect(await listWarnings({ url, key })).toEqual([])
  })
})
