// `npm run demo`: the main job, end to end, measured. `--exit` ends it afterwards, `--json` prints the figures last.
import { setTimeout as sleep } from 'node:timers/promises'
import type { KindCounts, Plan, Snapshot } from 'payload-promote/types'
import { signIn } from '../demo/editor.ts'
import {
  countStored,
  listTouchedRows,
  listUnequalDocuments,
  promotedSlugs,
  readStock,
  readUntouchableRows,
} from '../demo/measure.ts'
import { seedAcme } from '../demo/seedAcme.ts'
import { type Acme, buildSite, startAcme } from '../demo/startAcme.ts'
import { judgeSights, startVisitors } from '../demo/visitors.ts'
import { newerDraft, password, prices, users } from '../seed/facts.ts'

const flags = new Set(process.argv.slice(2))
const startedAt = performance.now()
const say = (text: string) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${text}`)

/** Says that a long step is still under way. */
const during = async <T>(text: string, work: () => Promise<T>): Promise<T> => {
  say(`${text} …`)
  const timer = setInterval(() => say(`  still at it: ${text.toLowerCase()}`), 15_000)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

const sum = (plan: Plan): KindCounts =>
  Object.values(plan.counts).reduce(
    (total, counts) => ({
      create: total.create + counts.create,
      update: total.update + counts.update,
      delete: total.delete + counts.delete,
    }),
    { create: 0, update: 0, delete: 0 },
  )

/** The job, with everything measured while it runs. */
const runJob = async (acme: Acme) => {
  const { payload, url } = acme
  const { docs: forms } = await payload.find({
    collection: 'forms',
    where: { title: { equals: 'Contact' } },
    limit: 1,
    depth: 0,
  })
  const product = Object.keys(prices)[0]!
  const { docs: products } = await payload.find({
    collection: 'products',
    where: { slug: { equals: product } },
    limit: 1,
    depth: 0,
  })
  const productId = products[0]!.id
  const editor = await signIn(url, users.editor, password)
  const rowsBefore = await readUntouchableRows(payload, promotedSlugs)
  const stockBefore = await readStock(payload)

  const visitors = startVisitors({
    url,
    // Rendered for each visitor, and kept by Next until the next promotion.
    paths: ['/', '/products', '/posts', '/de', '/products/house-blend', `/posts/${newerDraft.post.slug}`, '/de/posts'],
    form: forms[0]!.id,
    product: productId,
  })
  try {
    await sleep(1500)
    const plan = await editor.computePlan()
    const counts = sum(plan)
    say(
      `Plan: ${counts.create} new, ${counts.update} changed, ${counts.delete} deleted; ${plan.problems.length} problems`,
    )
    const started = await editor.promote(plan.id, 'Before the redesign')
    let told = 0
    const promotion = await editor.waitForEnd(started.id, ({ steps }) => {
      for (const { step, ms, status } of steps.slice(told)) {
        if (status === 'running') break
        told++
        say(`  ${step.padEnd(9)} ${String(ms).padStart(6)} ms${status === 'skipped' ? '  (skipped)' : ''}`)
      }
    })
    say(`Promotion ${promotion.id} ${promotion.status}${promotion.error ? `: ${promotion.error.message}` : ''}`)
    await sleep(1500)
    const seen = await visitors.stop()

    const judged = judgeSights(seen.sights, promotion.generation ?? Number.POSITIVE_INFINITY)
    const stored = await countStored(
      payload,
      [...seen.forms, ...seen.orders].map((p) => p.marker),
    )
    const sent = seen.forms.length + seen.orders.length
    const { docs: snapshots } = await editor.call<{ docs: Snapshot[] }>('GET', '/promote/snapshots?limit=1')
    const touched = listTouchedRows(rowsBefore, await readUntouchableRows(payload, promotedSlugs))
    const stockAfter = await readStock(payload)
    const wrongStock = [...stockBefore].filter(
      ([id, stock]) => stockAfter.has(id) && stockAfter.get(id) !== stock - (id === productId ? stored.orders : 0),
    )
    const unequal = await listUnequalDocuments(payload)
    for (const [what, list] of [
      ['Touched rows', touched],
      ['Wrong stock', wrongStock],
      ['Unequal documents', unequal],
    ] as const)
      if (list.length > 0) say(`${what}: ${list.slice(0, 10).join(', ')}`)
    return {
      plan: counts,
      snapshot: { documents: snapshots[0]?.documents ?? 0 },
      promotion: { status: promotion.status, steps: promotion.steps.map(({ step, ms }) => ({ step, ms })) },
      ...judged,
      posts: { sent, stored: stored.forms + stored.orders, lost: sent - stored.forms - stored.orders },
      separateUntouched: touched.length === 0,
      stockKept: wrongStock.length === 0,
      productionEqualsStaging: unequal.length === 0,
    }
  } finally {
    await visitors.stop()
  }
}

await during('Building the site', buildSite)
const acme = await startAcme({
  onStep: say,
  ...(process.env.ACME_PORT ? { ports: demoPorts(Number(process.env.ACME_PORT)) } : {}),
})
let failed = false
try {
  await during('Seeding the old site, two weeks of visitors and the redesign', () => seedAcme(acme.payload))
  say('Visitors arrive; the editor computes a plan')
  const figures = await runJob(acme)
  say(
    `The gate was closed to visitors for ${figures.windowMs} ms; ${figures.visitor.maintenance} of ${figures.visitor.requests} page loads met the maintenance page`,
  )
  say(
    `${figures.posts.sent} forms and orders sent, ${figures.posts.lost} lost; old pages after opening: ${figures.visitor.oldAfterOpen}; errors: ${figures.visitor.errors}`,
  )
  say(
    `Separate rows untouched: ${figures.separateUntouched}; stock kept: ${figures.stockKept}; production equals staging: ${figures.productionEqualsStaging}`,
  )
  failed = figures.promotion.status !== 'succeeded'
  console.log(`
  Site      ${acme.url}
  Admin     ${acme.url}/admin    Migration: ${acme.url}/admin/migration
  Log-ins   ${Object.values(users).join(', ')}    Password: ${password}
`)
  if (flags.has('--json')) console.log(JSON.stringify(figures))
  if (!flags.has('--exit')) {
    console.log('  Change something, publish it, and promote by hand. Ctrl-C ends the demo.\n')
    await new Promise<void>((resolve) => {
      process.once('SIGINT', () => resolve())
      process.once('SIGTERM', () => resolve())
    })
  }
} catch (error) {
  failed = true
  console.error(error)
} finally {
  await acme.stop()
}
process.exit(failed ? 1 : 0)

function demoPorts(gate: number) {
  return { gate, site: gate + 1 }
}
