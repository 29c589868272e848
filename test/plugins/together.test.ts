import { inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { type Answers, type Reader, readers } from './readers.ts'
import { decided, openShop, promoted, seed, stage } from './shopOfAll.ts'

let plain: Site
let site: Site
/** The site's own collections, and those of its plugins and of Payload. */
let slugs: string[]
beforeAll(async () => {
  plain = await openShop(false)
  site = await openShop(true)
  slugs = Object.keys(plain.payload.collections).filter((slug) => !slug.startsWith('payload-'))
  await seed(plain)
  await seed(site)
})
afterAll(async () => {
  await plain?.stop()
  await site?.stop()
})

const times = new Set(['createdAt', 'updatedAt', 'expiresAt', 'sessions', 'secret'])

/** Answers but for what two sites can't have in common, such as times and the ids of an array's rows. */
const comparable = (answers: unknown, without: ReadonlySet<string> = times): unknown =>
  JSON.parse(
    JSON.stringify(answers, (key, value) => {
      if (without.has(key.replace(/^[A-Z]\w*_/, ''))) return undefined
      return typeof value === 'string' && /^[0-9a-f]{24}$/.test(value) ? '<row>' : value
    }),
  )

type Who = { name: string; headersOn: (on: Site) => Promise<Record<string, string>> }

const readersOfSite: Who[] = [
  { name: 'a visitor', headersOn: async () => ({}) },
  { name: 'a customer', headersOn: (on) => on.signIn('customer@example.com') },
  { name: 'an editor', headersOn: (on) => on.signIn('editor@example.com') },
]

const readAs = async (read: Reader, on: Site, who: Who): Promise<Answers> =>
  read({ site: on, slugs, headers: await who.headersOn(on) })

const all = [...promoted, ...decided]

const stocks = async (on: Site) => {
  const read = async (environment: 'staging' | 'production') =>
    (await inEnvironment(on.payload, environment).findByID({ collection: 'products' as never, id: 1 })) as unknown
  const of = async (environment: 'staging' | 'production') =>
    ((await read(environment)) as { inventory: number }).inventory
  return { staging: await of('staging'), production: await of('production') }
}

describe('a site with all of Payload’s official plugins (7, done when 3)', () => {
  it('decides about collections that the options do not name', () => {
    for (const slug of all)
      expect(site.payload.config.custom.promote.promoted).toContainEqual(expect.objectContaining({ slug }))
    expect(site.payload.config.custom.promote.separate.map(({ slug }: { slug: string }) => slug).sort()).toEqual(
      ['carts', 'form-submissions', 'orders', 'transactions'].sort(),
    )
  })

  for (const [way, read] of Object.entries(readers))
    for (const who of readersOfSite)
      it(`answers ${who.name} over ${way} as without the plugin, until the first promotion`, async () => {
        expect(comparable(await readAs(read, site, who))).toEqual(comparable(await readAs(read, plain, who)))
      })

  describe('once it is promoted', () => {
    let before: Record<string, unknown>
    const readPublic = async () => {
      const found: Record<string, unknown> = {}
      for (const [way, read] of Object.entries(readers))
        for (const who of readersOfSite.slice(0, 2))
          found[`${way}, ${who.name}`] = comparable(await readAs(read, site, who), new Set(['sessions']))
      return found
    }
    beforeAll(async () => {
      await promoteAll(site)
      before = await readPublic()
      await stage(site)
    })

    it('answers visitors and customers the same while everything is staged', async () => {
      const now = await readPublic()
      expect(now).toEqual(before)
      for (const answers of Object.values(now))
        expect(JSON.stringify(answers)).toMatch(/Coffee.*Contact|Contact.*Coffee/)
      expect(JSON.stringify(now)).not.toMatch(/STAGED|Never published/)
    })

    describe('and promoted again', () => {
      beforeAll(async () => {
        await promoteAll(site)
        // Joins list drafts too on staging.
        await site.payload.delete({ collection: 'pages' as never, id: 3 })
      })
      for (const [way, read] of Object.entries(readers))
        it(`answers production over ${way} as staging’s published content, but for the stock`, async () => {
          const editor = await site.signIn('editor@example.com')
          const without = new Set([...times, 'url', 'thumbnailURL', 'inventory'])
          const ask = async (environment: 'staging' | 'production') =>
            comparable(await read({ site, slugs: all, headers: editor, environment, isPublished: true }), without)
          const production = await ask('production')
          expect(production).toEqual(await ask('staging'))
          for (const [asked, answer] of Object.entries(production as Answers))
            if (!asked.includes('count')) expect(JSON.stringify(answer), asked).toContain('STAGED')
          expect(await stocks(site)).toEqual({ staging: 0, production: 5 })
        })
    })
  })
})
