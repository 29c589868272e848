import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { CollectionConfig, Field } from 'payload'
import { computePlan, inEnvironment } from 'payload-promote'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDatabase } from '../helpers/createDatabase.ts'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

const later: Field[] = [
  { name: 'theme', type: 'select', options: ['light', 'dark'], defaultValue: 'light', required: true },
  { name: 'columns', type: 'number', defaultValue: 3, required: true },
  { name: 'isWide', type: 'checkbox', defaultValue: true, required: true },
  { name: 'claim', type: 'text', defaultValue: 'Claim', required: true, localized: true },
  { name: 'settings', type: 'json', defaultValue: { a: 1 }, required: true },
  { name: 'day', type: 'date', defaultValue: '2026-01-01T00:00:00.000Z', required: true },
  { name: 'layout', type: 'group', fields: [{ name: 'gap', type: 'number', defaultValue: 4, required: true }] },
]
const values = {
  theme: 'light',
  columns: 3,
  isWide: true,
  claim: 'Claim',
  settings: { a: 1 },
  day: '2026-01-01T00:00:00.000Z',
  layout: { gap: 4 },
}

const pages = (added: Field[], drafts: boolean): CollectionConfig => ({
  slug: 'pages',
  versions: { drafts },
  fields: [
    { name: 'title', type: 'text', localized: true },
    { name: 'rows', type: 'array', fields: [{ name: 'text', type: 'text' }, ...added] },
    ...added,
  ],
})

describe('required fields with defaults that are added after a promotion (7.10)', () => {
  let site: Site | undefined
  let databaseURL: string
  let migrationDir: string
  beforeEach(async () => {
    databaseURL = await createDatabase()
    migrationDir = await mkdtemp(path.join(tmpdir(), 'promote-migrations-'))
  })
  afterEach(async () => {
    await site?.stop()
    await rm(migrationDir, { recursive: true })
  })
  const start = async (added: Field[], drafts: boolean, push: boolean): Promise<Site> => {
    await site?.stop()
    site = await createSite({
      collections: [pages(added, drafts)],
      options: { collections: { pages: true } },
      config: { localization: { locales: ['en', 'de'], defaultLocale: 'en' } },
      adapter: { push, migrationDir },
      databaseURL,
    })
    return site
  }

  it.each([true, false])('read on production as on staging, and make no change: with drafts %s', async (drafts) => {
    const { payload } = await start([], drafts, true)
    const data = { title: 'Home', rows: [{ text: 'a' }], _status: 'published' }
    await payload.create({ collection: 'pages', data: data as never })
    await promoteAll(site!)

    const after = await start(later, drafts, true)
    const read = async (environment: 'staging' | 'production') =>
      (await inEnvironment(after.payload, environment).find({ collection: 'pages' })).docs[0]
    expect(await read('production')).toMatchObject(values)
    expect(await read('production')).toEqual(await read('staging'))
    expect(await computePlan({ payload: after.payload })).toMatchObject({ total: 0 })
  })

  it('get their defaults on production in a migration too, without NOT NULL', async () => {
    const createMigration = async (name: string, added: Field[]): Promise<string> => {
      const { payload } = await start(added, false, false)
      await payload.db.createMigration({ payload, migrationName: name, forceAcceptWarning: true })
      const files = await readdir(migrationDir)
      return readFile(path.join(migrationDir, files.find((file) => file.endsWith(`${name}.ts`))!), 'utf8')
    }
    await createMigration('before', [])
    const statements = (await createMigration('after', later)).split(';')
    const added = (table: string, column: string) =>
      statements
        .find((text) => text.includes(`ALTER TABLE "${table}" ADD COLUMN "${column}"`))
        ?.replace(/^.* COLUMN/s, '')
    for (const [table, column] of [
      ['pages', 'theme'],
      ['pages', 'layout_gap'],
      ['pages_locales', 'claim'],
      ['pages_rows', 'columns'],
    ] as const) {
      expect(added(table, column)).toMatch(/DEFAULT .* NOT NULL/)
      expect(added(`prod_${table}`, column)).toBe(added(table, column)!.replace(' NOT NULL', ''))
    }
  })
})
