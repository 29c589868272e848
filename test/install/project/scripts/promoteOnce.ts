// Seeds an empty database, promotes with the plugin's functions, and prints what both environments read.
import { getPayload } from 'payload'
import { computePlan, inEnvironment, runPromotion } from 'payload-promote'
import config from '../payload.config.ts'
import { seed } from './seed.ts'

const payload = await getPayload({ config })
await seed(payload)
const plan = await computePlan({ payload })
const promotion = await runPromotion({ payload, planId: plan.id })
const read = async (environment: 'staging' | 'production') => {
  const site = inEnvironment(payload, environment)
  const { docs } = await site.find({ collection: 'articles', locale: 'all', depth: 2, sort: 'slug' })
  return { docs, navigation: await site.findGlobal({ slug: 'navigation' }) }
}
const printed = {
  plan: { counts: plan.counts, problems: plan.problems },
  promotion: { status: promotion.status, error: promotion.error },
  staging: await read('staging'),
  production: await read('production'),
  again: (await computePlan({ payload })).total,
}
console.log(`\n${JSON.stringify(printed)}`)
process.exit()
