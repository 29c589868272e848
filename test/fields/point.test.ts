import type { CollectionConfig } from 'payload'
import { computePlan } from 'payload-promote'
import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createSite } from '../helpers/createSite.ts'
import { readEnvironment } from '../helpers/environments.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { putPromotionBack } from '../helpers/putBack.ts'
import { changedRows, readProductionRows } from '../helpers/rows.ts'

/** Whether the run's PostgreSQL has PostGIS, without which Payload has no points. The embedded one has not. */
const hasPostGIS = async (): Promise<boolean> => {
  const client = new pg.Client({ connectionString: inject('postgresURL') })
  await client.connect()
  const { rowCount } = await client.query(`select 1 from pg_available_extensions where name = 'postgis'`)
  await client.end()
  return rowCount === 1
}
const found = await hasPostGIS()

const places: CollectionConfig = {
  slug: 'places',
  access: { read: () => true },
  fields: [{ name: 'point', type: 'point' }],
}

describe(`points, on a PostgreSQL ${found ? 'with' : 'without'} PostGIS`, () => {
  it.runIf(found)('are promoted and put back', async () => {
    const site = await createSite({ collections: [places], options: { collections: { places: true } } })
    const { id } = await site.payload.create({ collection: 'places' as never, data: { point: [13.4, 52.5] } as never })
    await promoteAll(site)
    const before = await readProductionRows(site)
    await site.payload.update({ collection: 'places' as never, id, data: { point: [2.35, 48.85] } as never })
    const { promotion } = await promoteAll(site)
    const args = { collection: 'places' }
    expect(await readEnvironment(site, 'production', args)).toEqual(await readEnvironment(site, 'staging', args))
    expect(await computePlan({ payload: site.payload })).toMatchObject({ total: 0 })
    await putPromotionBack(site, promotion)
    expect(changedRows(before, await readProductionRows(site))).toEqual([])
    await site.stop()
  })

  it.runIf(!found)('are refused by Payload itself', async () => {
    await expect(createSite({ collections: [places], options: { collections: { places: true } } })).rejects.toThrow()
  })
})
