// `npm run bench`: how fast plans, promotions and snapshots are, against plain SQL on the same tables.
// `-- --sizes 1000,10000` chooses the sizes, `-- --rounds 5` how often each is run, `-- --json` prints figures last.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { startPostgres } from '../../dev-site/scripts/postgres.ts'
import { describeMachine } from './machine.ts'
import type { SizeFigures, SizeSettings } from './measure.ts'
import { toJSON, toTable } from './report.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,50000' },
    rounds: { type: 'string', default: '3' },
    'local-sample': { type: 'string', default: '50' },
    json: { type: 'boolean', default: false },
  },
})
const sizes = values.sizes.split(',').map(Number)
if (sizes.some((size) => !Number.isInteger(size) || size < 100))
  throw new Error(`--sizes takes whole numbers of at least 100, separated by commas; got "${values.sizes}".`)

const startedAt = performance.now()
const say = (text: string) =>
  console.log(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${text}`)

const measureInProcess = (settings: SizeSettings): Promise<SizeFigures> =>
  new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('measure.ts', import.meta.url)), { execArgv: process.execArgv })
    child.on('message', (message: { say?: string; figures?: SizeFigures }) => {
      if (message.say) say(`${settings.documents} documents: ${message.say}`)
      if (message.figures) resolve(message.figures)
    })
    child.once('exit', (code) =>
      reject(new Error(`Measuring ${settings.documents} documents ended with code ${code}.`)),
    )
    child.send(settings)
  })

const postgres = await startPostgres()
try {
  const client = new pg.Client({ connectionString: postgres.url })
  client.on('error', () => undefined)
  await client.connect()
  const machine = await describeMachine(client)
  const figures: SizeFigures[] = []
  for (const documents of sizes) {
    const name = `bench_${documents}_${process.pid}`
    await client.query(`create database ${name}`)
    const url = new URL(postgres.url)
    url.pathname = `/${name}`
    figures.push(
      await measureInProcess({
        databaseURL: url.href,
        documents,
        rounds: Number(values.rounds),
        localSample: Number(values['local-sample']),
      }),
    )
    await client.query(`drop database ${name} with (force)`)
  }
  await client.end()
  console.log(`\n${toTable(machine, figures)}\n`)
  if (values.json) console.log(JSON.stringify(toJSON(machine, figures)))
} finally {
  await postgres.stop()
}
