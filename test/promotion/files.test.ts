import { existsSync, mkdtempSync } from 'node:fs'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LocalStorageAdapter } from '@flystorage/local-fs'
import type { CollectionConfig } from 'payload'
import { computePlan, type PromoteError, runPromotion } from 'payload-promote'
import { afterEach, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const papers = (staticDir: string): CollectionConfig => ({
  slug: 'papers',
  access: { read: () => true },
  upload: { staticDir },
  fields: [{ name: 'title', type: 'text' }],
  admin: { useAsTitle: 'title' },
})

describe("a plan's files", () => {
  let site: Site
  let folder: string
  let blobs: string
  afterEach(async () => {
    await site.stop()
    await rm(folder, { recursive: true })
  })
  const open = async (given?: CollectionConfig, adapter = {}) => {
    folder = mkdtempSync(path.join(tmpdir(), 'promote-plan-files-'))
    blobs = path.join(folder, 'production')
    site = await createSite({
      collections: [given ?? papers(path.join(folder, 'staging')), { slug: 'pages', fields: [] }],
      options: { collections: { papers: true, pages: true }, files: new LocalStorageAdapter(blobs) },
      adapter,
    })
  }
  const create = async (name: string, content = name) => {
    const data = Buffer.from(content)
    const doc = await site.payload.create({
      collection: 'papers' as never,
      data: { title: `Title of ${name}` } as never,
      file: { data, mimetype: 'text/plain', name: `${name}.txt`, size: data.length },
    })
    return String((doc as unknown as { id: number }).id)
  }
  const retitle = (id: string, title: string) =>
    site.payload.update({ collection: 'papers' as never, id, data: { title } as never })
  const file = (name: string) => path.join(folder, 'staging', `${name}.txt`)
  const plan = () => computePlan({ payload: site.payload })
  const run = (planId: string) => runPromotion({ payload: site.payload, planId })
  const failure = async (planId: string) => {
    const error = await run(planId).then(
      (promotion) => promotion.error,
      (thrown: PromoteError) => thrown,
    )
    return error as Pick<PromoteError, 'code' | 'message' | 'details'> | undefined
  }
  const read = async (name: string) => (await site.request(`/api/papers/file/${name}.txt`)).text()

  it('are pinned: bytes changed on disk since make it stale, by name, and the next plan takes them (7.A.7)', async () => {
    await open()
    const first = await create('first', 'seen')
    const second = await create('second')
    const old = await plan()
    await writeFile(file('first'), 'swap')
    const stale = { code: 'PLAN_STALE', details: [{ collection: 'papers', id: first, side: 'staging' }] }
    const error = await failure(old.id)
    expect(error).toMatchObject(stale)
    expect(error?.message).toContain(`"Title of first" (papers ${first}`)
    expect(await site.query('select id from prod_papers')).toEqual([])
    expect(await failure(old.id)).toMatchObject(stale)

    const next = await plan()
    expect(next.hash).not.toBe(old.hash)
    // Another plan's reading does not make the old one true.
    expect(await failure(old.id)).toMatchObject(stale)
    expect(await run(next.id)).toMatchObject({ status: 'succeeded' })
    expect([await read('first'), await read('second')]).toEqual(['swap', 'second'])

    await retitle(second, 'Only the title')
    const { id } = await plan()
    await writeFile(file('second'), 'unseen')
    expect(await run(id)).toMatchObject({ status: 'succeeded' })
    expect(await read('second')).toBe('second')
  })

  it('are pinned also where production’s storage has such bytes already (7.A.7)', async () => {
    await open()
    await create('same', 'bytes')
    await promoteAll(site)
    const copy = await create('copy', 'bytes')
    const { id } = await plan()
    await writeFile(file('copy'), 'other')
    expect(await failure(id)).toMatchObject({ code: 'PLAN_STALE', details: [{ id: copy }] })
  })

  it('that are missing are all problems of the plan, and no longer once they are back (7.B.11)', async () => {
    await open()
    const ids: string[] = []
    for (let n = 0; n < 12; n++) ids.push(await create(`paper-${n}`))
    await rename(file('paper-3'), file('away-3'))
    await rename(file('paper-7'), file('away-7'))
    const problems = async () => (await plan()).problems.map(({ code, id, blocking }) => ({ code, id, blocking }))
    const missing = (id: string | undefined) => ({ code: 'FILE_MISSING', id, blocking: true })
    expect(await problems()).toEqual([missing(ids[3]), missing(ids[7])])
    expect(await failure((await plan()).id)).toMatchObject({ code: 'PLAN_BLOCKED' })

    await rename(file('away-3'), file('paper-3'))
    // Read by a plan before, gone since.
    await rename(file('paper-5'), file('away-5'))
    expect(await problems()).toEqual([missing(ids[5]), missing(ids[7])])
    await rename(file('away-5'), file('paper-5'))
    await rename(file('away-7'), file('paper-7'))
    expect(await problems()).toEqual([])
    await promoteAll(site)
    expect(await read('paper-7')).toBe('paper-7')

    // Known, and production has these bytes: nothing is carried.
    await retitle(ids[1]!, 'Only the title')
    await plan()
    await rm(file('paper-1'))
    expect(await problems()).toEqual([])
    await promoteAll(site)
    expect(await read('paper-1')).toBe('paper-1')
  })

  it('that go between plan and promotion fail it with all their names (7.B.11)', async () => {
    await open()
    const ids = [await create('one'), await create('two'), await create('three')]
    const { id } = await plan()
    await rm(file('one'))
    await rm(file('three'))
    const error = await failure(id)
    expect(error?.code).toBe('FILE_MISSING')
    expect(new Set(error?.details as unknown[])).toEqual(
      new Set([
        { collection: 'papers', id: ids[0], filename: 'one.txt' },
        { collection: 'papers', id: ids[2], filename: 'three.txt' },
      ]),
    )
    const incoming = path.join(blobs, 'incoming')
    expect(existsSync(incoming) ? await readdir(incoming) : []).toEqual([])
  })

  it('are read a few at a time, however many there are (7.B.11)', async () => {
    const store = new Map<string, string>()
    let openNow = 0
    let openMost = 0
    await open(
      inStorage(store, async (content) => {
        openNow++
        openMost = Math.max(openMost, openNow)
        const body = new ReadableStream<Uint8Array>(
          {
            async pull(controller) {
              await new Promise((resolve) => setImmediate(resolve))
              controller.enqueue(new TextEncoder().encode(content))
              controller.close()
              openNow--
            },
            cancel() {
              openNow--
            },
          },
          { highWaterMark: 0 },
        )
        return new Response(body)
      }),
    )
    for (let n = 0; n < 30; n++) await create(`paper-${n}`)
    expect((await plan()).problems).toEqual([])
    expect(openMost).toBeGreaterThan(1)
    expect(openMost).toBeLessThanOrEqual(4)
    // Looked for again, not read again.
    expect((await plan()).problems).toEqual([])
    expect([openNow, openMost <= 4]).toEqual([0, true])
  })

  it('are read outside of the transaction: a storage that asks the database gets a connection of a pool of two (7.B.18)', async () => {
    const store = new Map<string, string>()
    await open(
      inStorage(store, async (content) => {
        await site.payload.find({ collection: 'pages' as never, limit: 1 })
        return new Response(content)
      }),
      { pool: { max: 2 } },
    )
    const id = await create('paper')
    await promoteAll(site)
    await site.payload.update({ collection: 'papers' as never, id, data: {} as never })
    const second = await Promise.race([
      plan(),
      new Promise<'hangs'>((resolve) => setTimeout(() => resolve('hangs'), 20_000).unref()),
    ])
    expect(second).toMatchObject({ total: 0, problems: [] })
  })
})

/** An upload collection whose bytes are kept elsewhere, served by `answer`. */
const inStorage = (store: Map<string, string>, answer: (content: string) => Promise<Response>): CollectionConfig => ({
  ...papers(''),
  upload: {
    disableLocalStorage: true,
    handlers: [(_, { params }) => answer(store.get(params.filename) ?? '')],
  },
  hooks: {
    afterChange: [
      ({ doc, req }) => {
        if (req.file) store.set(doc.filename, req.file.data.toString())
      },
    ],
  },
})
