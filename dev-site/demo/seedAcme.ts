import type { Payload } from 'payload'
import { computePlan, runPromotion } from 'payload-promote'
import { seedOld } from '../seed/seedOld.ts'
import { seedRedesign } from '../seed/seedRedesign.ts'
import { seedVisitors } from '../seed/seedVisitors.ts'
import { asEditor } from './asEditor.ts'

/** The old site on production, two weeks of visitors, and the redesign on staging. */
export const seedAcme = async (payload: Payload): Promise<void> => {
  await seedOld(payload)
  const { id } = await computePlan({ payload })
  const first = await runPromotion({ payload, planId: id, note: 'First promotion' })
  if (first.status !== 'succeeded') throw new Error(`The first promotion failed: ${JSON.stringify(first.error)}`)
  await seedVisitors(payload)
  await seedRedesign(await asEditor(payload))
}
