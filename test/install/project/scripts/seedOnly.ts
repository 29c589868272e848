import { getPayload } from 'payload'
import config from '../payload.config.ts'
import { seed } from './seed.ts'

await seed(await getPayload({ config }))
process.exit()
