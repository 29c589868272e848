import { randomUUID } from 'node:crypto'
import { mcpPlugin } from '@payloadcms/plugin-mcp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

let site: Site
const key = randomUUID()
beforeAll(async () => {
  site = await createSite({
    collections: [{ slug: 'pages', access: { read: () => true }, fields: [{ name: 'title', type: 'text' }] }],
    options: { collections: { pages: true } },
    config: { plugins: [mcpPlugin({ collections: { pages: { enabled: true } } as never })] },
  })
  await site.signIn('editor@example.com')
  await site.payload.create({
    collection: 'payload-mcp-api-keys' as never,
    data: { user: 1, label: 'Assistant', enableAPIKey: true, apiKey: key, pages: { find: true } } as never,
  })
  await site.payload.create({ collection: 'pages' as never, data: { title: 'Live' } as never })
})
afterAll(() => site?.stop())

const findPages = async (headers: Record<string, string>) => {
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'findPages', arguments: {} } }
  const response = await site.request('/api/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify(call),
  })
  return { status: response.status, text: await response.text() }
}

describe('an editor’s assistant by plugin-mcp (6.B.6)', () => {
  it('reads staging, as its editor does, and nobody does without a key', async () => {
    await promoteAll(site)
    await site.payload.update({ collection: 'pages' as never, id: 1, data: { title: 'Staged' } as never })
    const found = await findPages({ authorization: `Bearer ${key}` })
    expect(found.text).toContain('Staged')
    expect(found.text).not.toContain('Live')
    const other = await findPages({ authorization: `Bearer ${randomUUID()}` })
    expect(other.status).toBe(401)
    expect(other.text).not.toContain('Staged')
  })
})
