import fc from 'fast-check'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Site } from '../helpers/createSite.ts'
import { sequences } from './edits.ts'
import { runSequence } from './runSequence.ts'
import { createShop } from './shop.ts'

/** Fixed, so that every run tries the same; another with `SEED=… npx vitest run test/property`. */
const seed = Number(process.env.SEED ?? 20261121)
const numRuns = Number(process.env.RUNS ?? 250)

describe('any sequence of edits on both sides', () => {
  let site: Site
  beforeAll(async () => {
    site = await createShop()
  })
  afterAll(() => site?.stop())

  it(`leaves production exactly what is published on staging, and everything else alone (${numRuns} sequences)`, async () => {
    await fc.assert(
      fc.asyncProperty(sequences, (sequence) => runSequence(site, sequence)),
      { seed, numRuns, endOnFailure: Boolean(process.env.CI) },
    )
  }, 400_000)
})
