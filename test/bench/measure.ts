// Measures one size. `index.ts` starts it in a process of its own, so that memory is this size's alone.

import { computePlan, runPromotion, takeSnapshot } from 'payload-promote'
import type { Promotion } from 'payload-promote/types'
import { type Database, getDatabase, withTransaction } from '../../plugin/sql/database.ts'
import { listPromotedTables } from '../../plugin/sql/tablePairs.ts'
import { changeDocuments, everyId } from './changeDocuments.ts'
import { dumpWithCopy, dumpWithPgDump, hasPgDump } from './dump.ts'
import { copyEverything, joinEverything, updateChanged } from './floors.ts'
import { multiply } from './multiply.ts'
import { type BenchSite, openAcme } from './openAcme.ts'
import { createPage, createPost, createProduct, createTemplates, multiplied, type Templates } from './templates.ts'
import { type Comparison, compare, median, time, watchMemory } from './timing.ts'

export type SizeSettings = { databaseURL: string; documents: number; rounds: number; localSample: number }

export type SizeFigures = {
  documents: number
  rows: number
  planFirst: { ms: number }
  planIdle: Comparison
  plan1pct: Comparison
  planAllChanged: Comparison
  /** The first promotion: everything, into an empty production. */
  promoteAll: Comparison & { vsLocalApi: number }
  /** Everything changed, on a production that has it all. */
  promoteAllChanged: Comparison
  promote1pct: Comparison & { windowMs: number; closeMs: number }
  snapshot: Comparison & { against: string }
  localApiMsPerDocument: number
  rssGrowthMb: number
  /** Milliseconds of each step of the last promotion of everything and of 1 %. */
  steps: { all: Record<string, number>; onePercent: Record<string, number> }
}

export const measure = async (settings: SizeSettings, say: (text: string) => void): Promise<SizeFigures> => {
  const site = await openAcme(settings.databaseURL)
  try {
    return await measureSite(site, settings, say)
  } finally {
    await site.stop()
  }
}

const measureSite = async (
  site: BenchSite,
  { databaseURL, documents, rounds, localSample }: SizeSettings,
  say: (text: string) => void,
): Promise<SizeFigures> => {
  const { payload } = site
  const db = getDatabase(payload)
  const entities = listPromotedTables(payload)
  const copied = entities.filter(({ key }) => key in multiplied)
  const plan = () => computePlan({ payload })
  const promote = async (planId: string): Promise<Promotion> => {
    const promotion = await runPromotion({ payload, planId })
    if (promotion.status !== 'succeeded') throw new Error(`The promotion failed: ${JSON.stringify(promotion.error)}`)
    return promotion
  }
  const rolledBack = (work: (tx: Database) => Promise<void>) =>
    time(() =>
      withTransaction(payload, async (tx) => {
        await work(tx)
        throw undo
      }).catch((error: unknown) => {
        if (error !== undo) throw error
      }),
    )
  const emptyProduction = async () => {
    const tables = entities.flatMap((e) => e.tables.map((pair) => pair.target))
    const own = ['promote_baselines', 'promote_images', 'promote_changes', 'promote_plans']
    await db.query(`truncate ${[...tables, ...own].join(', ')}`)
  }
  const settle = async () => {
    await db.query('vacuum (analyze)')
    await db.query('checkpoint')
  }

  const templates = await createTemplates(payload)
  await promote((await plan()).id)
  say('building the site')
  const rows = await multiply(payload, templates, documents)

  say('first promotion')
  const firsts = []
  const planFirsts: number[] = []
  const growths: number[] = []
  let all: Promotion | undefined
  for (let round = 0; round < rounds; round++) {
    await emptyProduction()
    await settle()
    const floorMs = await time(() => withTransaction(payload, (tx) => copyEverything(tx, entities)))
    await emptyProduction()
    await settle()
    const stop = watchMemory()
    const planned = await plan()
    planFirsts.push(Date.now() - Date.parse(planned.computedAt))
    const ms = await time(async () => {
      all = await promote(planned.id)
    })
    growths.push(stop())
    firsts.push({ ms, floorMs })
  }
  await settle()

  say('plan with no change')
  const idles = []
  for (let round = 0; round < rounds + 2; round++) {
    const floorMs = await time(() => joinEverything(db, entities))
    idles.push({ ms: await time(plan), floorMs })
  }

  say('1 % changed')
  const onePercent = everyId(100, documents)
  const plans1pct = []
  const promotes1pct = []
  let part: Promotion | undefined
  for (let round = 0; round < rounds + 1; round++) {
    await changeDocuments(db, copied, onePercent)
    const joinMs = await time(() => joinEverything(db, entities))
    let planId = ''
    const planMs = await time(async () => {
      planId = (await plan()).id
    })
    plans1pct.push({ ms: planMs, floorMs: joinMs })
    const floorMs = await rolledBack((tx) => updateChanged(tx, copied, onePercent))
    const ms = await time(async () => {
      part = await promote(planId)
    })
    promotes1pct.push({ ms, floorMs })
  }
  say('1 % changed, through the gate')
  await changeDocuments(db, copied, onePercent)
  const gated = await site.withGate(async () => promote((await plan()).id))

  say('everything changed')
  const plansAll = []
  const replaces = []
  for (let round = 0; round < Math.max(1, rounds - 1); round++) {
    await changeDocuments(db, copied, everyId(1, documents))
    await settle()
    const joinMs = await time(() => joinEverything(db, entities))
    const floorMs = await rolledBack((tx) => updateChanged(tx, copied, everyId(1, documents)))
    await settle()
    const stop = watchMemory()
    let planId = ''
    const planMs = await time(async () => {
      planId = (await plan()).id
    })
    plansAll.push({ ms: planMs, floorMs: joinMs })
    replaces.push({ ms: await time(() => promote(planId)), floorMs })
    growths.push(stop())
  }
  await settle()

  say('snapshot')
  const { rows: version } = await db.query<{ major: number }>(
    `select current_setting('server_version_num')::int / 10000 as major`,
  )
  const pgDump = await hasPgDump(version[0]!.major)
  const snapshots = []
  for (let round = 0; round < rounds; round++) {
    const floorMs = await time(() => (pgDump ? dumpWithPgDump(databaseURL, entities) : dumpWithCopy(payload, entities)))
    snapshots.push({ ms: await time(() => takeSnapshot({ payload })), floorMs })
    await db.query('truncate promote_images')
    await settle()
  }

  say("Payload's Local API")
  const localMs = (await time(() => createThroughPayload(site, templates, localSample))) / localSample
  const promoteAll = compare(firsts)
  return {
    documents,
    rows,
    planFirst: { ms: median(planFirsts) },
    planIdle: compare(idles),
    plan1pct: compare(plans1pct),
    planAllChanged: compare(plansAll),
    promoteAll: { ...promoteAll, vsLocalApi: (localMs * documents) / promoteAll.ms },
    promoteAllChanged: compare(replaces),
    promote1pct: {
      ...compare(promotes1pct),
      windowMs: gated.windowMs ?? Number.NaN,
      closeMs: stepsOf(gated).close ?? 0,
    },
    snapshot: { ...compare(snapshots), against: pgDump ? 'pg_dump' : 'copy to /dev/null' },
    localApiMsPerDocument: localMs,
    rssGrowthMb: Math.max(...growths),
    steps: { all: stepsOf(all!), onePercent: stepsOf(part!) },
  }
}

const undo = new Error('This transaction is only measured.')

const stepsOf = (promotion: Promotion): Record<string, number> =>
  Object.fromEntries(promotion.steps.map(({ step, ms }) => [step, ms ?? 0]))

/** The same content, in both locales, through Payload's Local API. */
const createThroughPayload = async ({ payload }: BenchSite, templates: Templates, count: number): Promise<void> => {
  const { media, categories, product, post } = templates
  for (let n = 0; n < count; n++) {
    const name = `local-${n}`
    const place = n / count
    if (place < multiplied.pages) await createPage(payload, name, { media, product, post })
    else if (place < multiplied.pages + multiplied.posts)
      await createPost(payload, name, { media, categories, product })
    else await createProduct(payload, name, { media, category: categories[0]! })
  }
}

process.once('message', async (settings: SizeSettings) => {
  try {
    const figures = await measure(settings, (text) => process.send!({ say: text }))
    process.send!({ figures }, () => process.exit(0))
  } catch (error) {
    console.error(error)
    process.exit(1)
  }
})
