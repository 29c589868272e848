import type { CollectionConfig, UploadConfig } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

/** An upload collection that keeps its files under their documents' prefixes, as storage plugins may. */
const storedByPrefix = (store: Map<string, Buffer>): CollectionConfig => ({
  slug: 'papers',
  access: { read: ({ req }) => (req.user ? true : { isSecret: { not_equals: true } }) },
  fields: [
    { name: 'prefix', type: 'text' },
    { name: 'isSecret', type: 'checkbox' },
  ],
  upload: {
    disableLocalStorage: true,
    filenameCompoundIndex: ['filename', 'prefix'],
    handlers: [
      (_, { doc, params }) => {
        // Without a document plugins take the first of that name.
        const { prefix } = (doc as { prefix?: string } | undefined) ?? { prefix: 'a' }
        const bytes = store.get(`${prefix}/${params.filename}`)
        return bytes ? new Response(new Uint8Array(bytes)) : new Response(null, { status: 404 })
      },
    ] satisfies UploadConfig['handlers'],
  },
  hooks: {
    afterChange: [
      ({ doc, req }) => {
        if (req.file) store.set(`${doc.prefix}/${doc.filename}`, req.file.data)
        return doc
      },
    ],
  },
})

describe("production's files", () => {
  const store = new Map<string, Buffer>()
  let site: Site
  let editor: { authorization: string }

  const text = (content: string) => {
    const data = Buffer.from(content)
    return { data, mimetype: 'text/plain', name: 'paper.txt', size: data.length }
  }
  const create = async (data: Record<string, unknown>, content: string) =>
    (await site.payload.create({
      collection: 'papers' as never,
      data: data as never,
      file: text(content),
    })) as unknown as { id: number; filename: string }
  const replace = (id: number, content: string) =>
    site.payload.update({
      collection: 'papers' as never,
      id,
      data: {} as never,
      file: text(content),
      overwriteExistingFiles: true,
    })
  const urlOf = async (id: number, headers: HeadersInit = {}) =>
    ((await (await site.request(`/api/papers/${id}?environment=production`, { headers })).json()) as { url: string })
      .url
  const read = async (url: string, headers: HeadersInit = {}) => {
    const response = await site.request(url, { headers })
    return response.status === 200 ? await response.text() : response.status
  }

  let secret: { id: number; filename: string }
  let open: { id: number; filename: string }
  beforeAll(async () => {
    site = await createSite({ collections: [storedByPrefix(store)], options: { collections: { papers: true } } })
    secret = await create({ prefix: 'a', isSecret: true }, 'secret')
    open = await create({ prefix: 'b' }, 'open')
    editor = await site.signIn('editor@test.test')
    expect([secret.filename, open.filename]).toEqual(['paper.txt', 'paper.txt'])
    await promoteAll(site)
  })
  afterAll(() => site.stop())

  it('are those of the document that access admits, where two share a name (7.C.25)', async () => {
    expect(await read('/api/papers/file/paper.txt')).toBe('open')
    expect(await read(await urlOf(open.id))).toBe('open')
    expect(await read(await urlOf(secret.id, editor))).toBe(404)
    expect(await read(await urlOf(secret.id, editor), editor)).toBe('secret')
    expect(await read(await urlOf(open.id, editor), editor)).toBe('open')
    expect(await read('/api/papers/file/paper.txt?prefix=b&environment=production', editor)).toBe('open')
    expect(await read('/api/papers/file/paper.txt?prefix=a&environment=production', editor)).toBe('secret')
  })

  it('come whatever cache tag the site appends to their URLs (6.B.3)', async () => {
    const url = await urlOf(open.id)
    for (const tag of ['?2026-11-25T16:00:00.000Z', '&2026-11-25', '%3F2026', '?v=2', '&v=2'])
      expect([tag, await read(`${url}${tag}`)]).toEqual([tag, 'open'])
    for (const query of ['?2026-11-25', '?v=2026-11-25T16:00:00.000Z', '?v=%25', '?v=']) {
      const response = await site.request(`/api/papers/file/paper.txt${query}`)
      expect([query, await response.text()]).toEqual([query, 'open'])
      expect(response.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    }
    expect(await read(`${url.replace(/v=.*/, 'v=0000000000000000')}?2026`)).toBe(404)
  })

  it('stay for pages loaded before any promotion of the last minutes, not only the last one (7.B.19)', async () => {
    const first = await urlOf(open.id)
    const secretURL = await urlOf(secret.id, editor)
    await replace(open.id, 'open 2')
    await replace(secret.id, 'secret 2')
    await promoteAll(site)
    const second = await urlOf(open.id)
    await replace(open.id, 'open 3')
    await promoteAll(site)
    expect([await read(first), await read(second), await read(await urlOf(open.id))]).toEqual([
      'open',
      'open 2',
      'open 3',
    ])
    expect([await read(secretURL), await read(secretURL, editor)]).toEqual([404, 'secret'])

    await site.query(`update content_promotions set finished_at = finished_at - interval '11 minutes'`)
    expect([await read(first), await read(await urlOf(open.id))]).toEqual([404, 'open 3'])
    await replace(open.id, 'open 4')
    await promoteAll(site)
    const kept = await site.query<{ doc_id: string }>('select doc_id from promote_retired_files')
    expect(kept).toEqual([{ doc_id: String(open.id) }])
  })

  it('that left lately are looked for by an index, whatever the number of promotions (7.B.19)', async () => {
    await site.query(`insert into content_promotions (kind, status, generation, finished_at)
      select 'promotion', 'succeeded', 1000 + n, now() - n * interval '1 hour' from generate_series(1, 20000) n`)
    await site.query(`insert into promote_retired_files (entity, doc_id, filename, file, generation)
      select 'papers', n::text, 'file-' || n, '{"sha256": "00"}', 1000 + n from generate_series(1, 20000) n`)
    await site.query('analyze content_promotions')
    await site.query('analyze promote_retired_files')
    const url = (await urlOf(open.id)).replace(/v=.*/, 'v=0123456789abcdef')
    await site.query('select pg_stat_force_next_flush()')
    const scans = async () =>
      (
        await site.query<{ n: string }>(`select sum(seq_tup_read) as n from pg_stat_user_tables
          where relname in ('promote_retired_files', 'content_promotions', 'promote_images')`)
      )[0]!.n
    const before = await scans()
    expect(await read(url, editor)).toBe(404)
    await site.query('select pg_stat_force_next_flush()')
    expect(await scans()).toBe(before)
  })
})
