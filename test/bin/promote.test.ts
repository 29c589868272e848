import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '../helpers/createDatabase.ts'

const root = path.resolve(import.meta.dirname, '../..')

type Ended = { code: number; stdout: string; stderr: string }

let databaseURL: string
let migrationDir: string
let database: pg.Client

/** Payload's own command line, in development settings. */
const payload = (args: string[], env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--conditions=production', path.join(root, 'node_modules/payload/bin.js'), ...args],
      {
        cwd: root,
        env: {
          ...process.env,
          NODE_ENV: 'development',
          PAYLOAD_FORCE_DRIZZLE_PUSH: '',
          PAYLOAD_CONFIG_PATH: path.join(import.meta.dirname, 'site/payload.config.ts'),
          DATABASE_URL: databaseURL,
          MIGRATION_DIR: migrationDir,
          ...env,
        },
      },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    )
  })

/** Every column and index of the database, and what its migrations say. */
const readSchema = async () => ({
  columns: (
    await database.query(
      `select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
       where table_schema = 'public' order by 1, 2`,
    )
  ).rows,
  indexes: (await database.query(`select indexdef from pg_indexes where schemaname = 'public' order by 1`)).rows,
  migrations: (await database.query('select name, batch from payload_migrations order by id')).rows,
})

beforeAll(async () => {
  databaseURL = await createDatabase()
  // Below the repository: migrations import the adapter's package.
  await mkdir(path.join(root, '.tmp'), { recursive: true })
  migrationDir = await mkdtemp(path.join(root, '.tmp/migrations-'))
  expect(await payload(['migrate:create', 'initial', '--skip-empty'])).toMatchObject({ code: 0 })
  expect(await payload(['migrate'])).toMatchObject({ code: 0 })
  database = new pg.Client({ connectionString: databaseURL })
  await database.connect()
  await database.query("insert into pages (title) values ('Home')")
})

afterAll(async () => {
  await database?.end()
  await rm(migrationDir, { recursive: true, force: true })
})

describe('payload promote (6.C.10)', { timeout: 300_000 }, () => {
  it('leaves the tables and the list of migrations as they are, whatever the command, in development settings', async () => {
    const before = await readSchema()
    expect(before.migrations).toEqual([{ name: expect.stringContaining('initial'), batch: '1' }])
    for (const args of [['plan'], ['run', '--snapshot'], ['snapshot'], ['verify'], ['history']]) {
      const { code, stdout, stderr } = await payload(['promote', ...args])
      expect(code, `${args}: ${stdout}${stderr}`).toBe(0)
      expect(stdout.trim(), args.join(' ')).not.toBe('')
      expect(await readSchema(), args.join(' ')).toEqual(before)
    }
  })

  it('adds no column for a field that no migration has added, but says so', async () => {
    const before = await readSchema()
    const { code, stderr } = await payload(['promote', 'plan'], { ADDED_FIELD: 'subtitle' })
    expect(code).not.toBe(0)
    expect(stderr).toContain('MIGRATION_MISSING')
    expect(await readSchema()).toEqual(before)
  })
})

describe('payload promote (6.C.11)', { timeout: 120_000 }, () => {
  it.each([['run', '--snapshto'], ['run', '--snapshot', 'Before'], ['history', '--limit', '5'], ['promote']])(
    'refuses "%s %s" with 3, before it opens the database',
    async (...args) => {
      const { code, stderr } = await payload(['promote', ...args], { DATABASE_URL: 'postgres://nowhere.invalid/none' })
      expect(stderr).toContain('USAGE: ')
      expect(code).toBe(3)
    },
  )

  it('ends with 2 where there is nothing to do', async () => {
    const { code, stdout } = await payload(['promote', 'plan'])
    expect(stdout).toContain('Production equals staging.')
    expect(code).toBe(2)
  })
})
