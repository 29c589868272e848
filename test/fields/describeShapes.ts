import type { CollectionConfig, Config } from 'payload'
import { computePlan } from 'payload-promote'
import type { ChangePage, FieldDifference, Plan, Promotion } from 'payload-promote/types'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site, type SiteSettings } from '../helpers/createSite.ts'
import {
  type Readings,
  readEnvironment,
  whileStagingDiffers,
  withoutDifferences,
  withoutOwned,
} from '../helpers/environments.ts'
import { printedSchema, readGraphQL } from '../helpers/graphql.ts'
import { promoteAll } from '../helpers/promoteAll.ts'
import { putPromotionBack } from '../helpers/putBack.ts'
import { changedRows, type Rows, readOtherRows, readProductionRows } from '../helpers/rows.ts'
import { createFixtureCollections, createFixtures } from './fixtures.ts'
import { idFor, shapeGroups, sharedBlocks } from './shapes/index.ts'
import type { Data, Id, Localized, Refs, Shape, ShapeGroup } from './shapes/shape.ts'

export type Variant = {
  name: string
  /** Versions of collections that do not say themselves. */
  versions: CollectionConfig['versions']
  localized: boolean
  config?: Partial<Config>
  adapter?: SiteSettings['adapter']
  /** Shapes that this variant leaves to another. */
  without?: string[]
}

type Stage = {
  plan: Plan
  promotion: Promotion
  idle: Plan
  others: string[]
  staging: Record<string, Readings>
  production: Record<string, Readings>
  /** All that the site's GraphQL answers, in each locale: an editor on staging, and a visitor. */
  graphql: { staging: unknown; production: unknown }
  rows: Rows
  /** Problems that reading the field differences of a shape's documents met. */
  differences: Record<string, number>
}

const key = (shape: Shape) => shape.name

/**
 * One site with every shape of content: two rounds of editing, each promoted, compared and put back. The rounds run once;
 * each shape has its own test on what came out.
 */
export const describeShapes = (variant: Variant): void => {
  const groups = shapeGroups.filter((group) => !variant.without?.includes(group.collection.slug))
  describe(variant.name, () => {
    let site: Site
    let first: Stage
    let second: Stage
    let again: Stage
    let empty: Rows
    let putBackOnce: string[]
    let putBackTwice: string[]
    let rewritten: string[]
    let resaved: Plan

    beforeAll(async () => {
      site = await createShapeSite(variant, groups)
      const editor = await site.signIn('editor@example.com')
      const refs = await createFixtures(site, published(site, 'pages'))
      await promoteAll(site)
      empty = await readProductionRows(site)
      const documents = new Documents(site, variant, refs)

      for (const group of groups) for (const shape of group.shapes) await documents.createFirst(group, shape)
      // Payload adds an empty row for a locale on a document's second save.
      for (const group of groups) for (const shape of group.shapes) await documents.saveAgain(group, shape)
      first = await promoteStage(site, groups, editor)
      const once = await readProductionRows(site, { xmin: true })
      for (const group of groups) for (const shape of group.shapes) await documents.saveAgain(group, shape)
      resaved = await computePlan({ payload: site.payload })
      rewritten = changedRows(once, await readProductionRows(site, { xmin: true }))

      for (const group of groups) for (const shape of group.shapes) await documents.edit(group, shape)
      second = await promoteStage(site, groups, editor)

      await putPromotionBack(site, second.promotion)
      putBackOnce = changedRows(first.rows, await readProductionRows(site))
      await putPromotionBack(site, first.promotion)
      putBackTwice = changedRows(empty, await readProductionRows(site))
      again = await promoteStage(site, groups, editor)
    })
    afterAll(() => site?.stop())

    for (const { collection, shapes } of groups)
      for (const shape of shapes) {
        it(`promotes ${shape.name}`, () => {
          for (const stage of [first, second, again])
            for (const [way, docs] of Object.entries(stage.production[collection.slug]!))
              expect(ofShape(docs, shape), way).toEqual(ofShape(stage.staging[collection.slug]![way]!, shape))
          expect(ofShape(second.production[collection.slug]!['depth 0']!, shape).length).toBe(3)
        })
      }

    for (const { collection, shapes } of groups)
      it(`shows the differences of ${collection.slug} field by field`, () => {
        for (const shape of shapes.filter((s) => !s.fields?.some((f) => 'virtual' in f && f.virtual)))
          expect(second.differences[key(shape)], shape.name).toBeGreaterThan(0)
      })

    it('answers visitors the same in GraphQL, with the names of the site', () => {
      for (const stage of [first, second, again]) {
        expect(stage.graphql.production).toEqual(stage.graphql.staging)
        expect(Object.values(stage.graphql.production as Data).flat().length).toBeGreaterThan(groups.length)
      }
      expect(printedSchema(site)).not.toMatch(/production_|staging_|ContentPromotion|ContentSnapshot/i)
    })

    it('leaves an empty plan behind', () => {
      for (const stage of [first, second, again])
        expect(stage.idle).toMatchObject({ total: 0, counts: {}, problems: [] })
    })

    it('finds no problem in content without any', () => {
      for (const stage of [first, second, again]) expect(stage.plan.problems).toEqual([])
    })

    it('has nothing to promote after saves that change nothing, and rewrites no row', () => {
      expect(resaved).toMatchObject({ total: 0, counts: {} })
      expect(rewritten).toEqual([])
    })

    it('changes no row of any other table', () => {
      for (const stage of [first, second, again]) expect(stage.others).toEqual([])
    })

    it('puts production back as it was, row by row', () => {
      expect(putBackOnce).toEqual([])
      expect(putBackTwice).toEqual([])
    })
  })
}

const ofShape = (docs: Data[], shape: Shape): Data[] =>
  docs.filter((doc) => String(doc.label).startsWith(`${shape.name}:`))

const createShapeSite = (variant: Variant, groups: ShapeGroup[]): Promise<Site> => {
  const collections = groups.map(
    ({ collection }): CollectionConfig => ({
      versions: variant.versions,
      ...collection,
      fields: [{ name: 'label', type: 'text' }, ...collection.fields],
    }),
  )
  const promoted = Object.fromEntries(groups.map((g) => [g.collection.slug, g.option ?? true]))
  return createSite({
    collections: [...createFixtureCollections(variant.versions), ...collections],
    options: { collections: { pages: true, posts: true, media: true, documents: true, ...promoted } },
    config: {
      sharp,
      blocks: sharedBlocks as never,
      ...(variant.localized ? { localization: { locales: ['en', 'de'], defaultLocale: 'en', fallback: true } } : {}),
      ...variant.config,
    },
    ...(variant.adapter ? { adapter: variant.adapter } : {}),
  })
}

const published = (site: Site, slug: string): Data =>
  (site.payload.collections as Record<string, { config: { versions?: { drafts?: unknown } } }>)[slug]?.config.versions
    ?.drafts
    ? { _status: 'published' }
    : {}

/** The documents of the shapes on staging, and what editors do with them. */
class Documents {
  private readonly ids = new Map<string, Id>()
  private readonly site: Site
  private readonly variant: Variant
  private readonly refs: Refs

  constructor(site: Site, variant: Variant, refs: Refs) {
    this.site = site
    this.variant = variant
    this.refs = refs
  }

  /** An empty document, a full one, one that goes later, and (with drafts) a draft and a newer draft. */
  async createFirst({ collection: { slug } }: ShapeGroup, shape: Shape): Promise<void> {
    await this.create(slug, shape, 'empty', { en: {} })
    await this.create(slug, shape, 'full', shape.first(this.refsOf(shape)))
    await this.create(slug, shape, 'doomed', shape.first(this.refsOf(shape)))
    if (!this.hasDrafts(slug)) return
    await this.create(slug, shape, 'draft', shape.first(this.refsOf(shape)), true)
    await this.save(slug, shape, 'full', { en: { label: `${shape.name}: LEAKED` } }, true)
  }

  /** Saves without a change: surrogate ids move, nothing else. */
  async saveAgain({ collection: { slug } }: ShapeGroup, shape: Shape): Promise<void> {
    const id = this.id(shape, 'full')
    await this.site.payload.update({
      collection: slug as never,
      id,
      data: {
        label: `${shape.name}: full`,
        ...shape.first(this.refsOf(shape)).en,
        ...(await this.rowsOf(slug, shape, id)),
        ...published(this.site, slug),
      } as never,
      ...(this.variant.localized ? { locale: 'en' } : {}),
    })
  }

  /** Fills the empty document, edits the full one (rows removed, added, turned around), deletes one, adds one. */
  async edit({ collection: { slug } }: ShapeGroup, shape: Shape): Promise<void> {
    await this.save(slug, shape, 'empty', shape.first(this.refsOf(shape)))
    await this.save(slug, shape, 'full', shape.edited(this.refsOf(shape)))
    await this.site.payload.delete({ collection: slug as never, id: this.id(shape, 'doomed') })
    await this.create(slug, shape, 'new', shape.edited(this.refsOf(shape)))
  }

  private async create(slug: string, shape: Shape, name: string, data: Localized, draft = false): Promise<void> {
    const label = `${shape.name}: ${name}`
    const id = idFor(slug, label)
    const doc = await this.site.payload.create({
      collection: slug as never,
      data: {
        ...unique(slug, name, data.en),
        label,
        ...(id === undefined ? {} : { id }),
        ...(draft ? {} : published(this.site, slug)),
      } as never,
      draft: draft as never,
      ...(this.variant.localized ? { locale: 'en' } : {}),
    })
    this.ids.set(`${shape.name}: ${name}`, (doc as { id: Id }).id)
    await this.saveGerman(slug, shape, name, data, draft)
  }

  private async save(slug: string, shape: Shape, name: string, data: Localized, draft = false): Promise<void> {
    await this.site.payload.update({
      collection: slug as never,
      id: this.id(shape, name),
      data: {
        label: `${shape.name}: ${name}`,
        ...unique(slug, name, data.en),
        ...(draft ? {} : published(this.site, slug)),
      } as never,
      draft: draft as never,
      ...(this.variant.localized ? { locale: 'en' } : {}),
    })
    if (!draft) await this.saveGerman(slug, shape, name, data, false)
  }

  /** German values; inside rows that both languages share, those of every localized `word`. */
  private async saveGerman(slug: string, shape: Shape, name: string, data: Localized, draft: boolean): Promise<void> {
    if (!this.variant.localized) return
    const german =
      data.de ??
      (JSON.stringify(data.en).includes('"word"') ? await this.translate(slug, shape, name, data.en) : undefined)
    if (!german) return
    await this.site.payload.update({
      collection: slug as never,
      id: this.id(shape, name),
      data: { ...unique(slug, name, german), ...(draft ? {} : published(this.site, slug)) } as never,
      draft: draft as never,
      locale: 'de',
    })
  }

  private async translate(slug: string, shape: Shape, name: string, en: Data): Promise<Data> {
    const doc = (await this.site.payload.findByID({
      collection: slug as never,
      id: this.id(shape, name),
      depth: 0,
      locale: 'de',
      draft: true,
    })) as unknown as Data
    const inGerman = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(inGerman)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value).map(([key, inner]) => [key, key === 'word' ? `Wort ${name}` : inGerman(inner)]),
            )
          : value
    return Object.fromEntries(Object.keys(en).map((key) => [key, inGerman(doc[key])]))
  }

  /** Arrays and blocks with the ids of their rows, so that saving them again keeps the rows. */
  private async rowsOf(slug: string, shape: Shape, id: Id): Promise<Data> {
    const doc = (await this.site.payload.findByID({
      collection: slug as never,
      id,
      depth: 0,
      ...(this.variant.localized ? { locale: 'en' } : {}),
    })) as unknown as Data
    const { en } = shape.first(this.refsOf(shape))
    return Object.fromEntries(Object.keys(en).map((key) => [key, doc[key]]))
  }

  private hasDrafts(slug: string): boolean {
    return '_status' in published(this.site, slug)
  }

  private refsOf(shape: Shape): Refs {
    const own = ['empty', 'full'].flatMap((name) => this.ids.get(`${shape.name}: ${name}`) ?? [])
    return { ...this.refs, own: own.length > 0 ? own : [] }
  }

  private id(shape: Shape, name: string): Id {
    return this.ids.get(`${shape.name}: ${name}`)!
  }
}

/** Unique values carry the document's name. */
const unique = (slug: string, name: string, data: Data): Data =>
  slug !== 'with-indexes'
    ? data
    : Object.fromEntries(Object.entries(data).map(([key, value]) => [key, key === 'lang' ? value : `${value} ${name}`]))

const promoteStage = async (site: Site, groups: ShapeGroup[], editor: { authorization: string }): Promise<Stage> => {
  const before = await readOtherRows(site)
  const plan = await computePlan({ payload: site.payload })
  const differences = await readDifferences(site, plan, groups, editor)
  const { promotion } = await promoteAll(site)
  const others = changedRows(before, await readOtherRows(site))
  const rows = await readProductionRows(site)
  const staging: Stage['staging'] = {}
  const production: Stage['production'] = {}
  const read = async (environment: 'staging' | 'production', readings: Stage['staging']): Promise<void> => {
    for (const { collection, option } of groups) {
      const args = { collection: collection.slug, owned: ownedBy({ option }), without: ['inRelations'], editor }
      readings[collection.slug] = await readEnvironment(site, environment, args)
    }
  }
  await read('staging', staging)
  const tables = ['pages', 'posts', 'media', ...groups.map((g) => g.collection.slug.replaceAll('-', '_'))]
  await whileStagingDiffers(site, tables, () => read('production', production))
  const graphql = {
    staging: await readAllGraphQL(site, groups, { headers: editor }),
    production: await whileStagingDiffers(site, tables, () => readAllGraphQL(site, groups)),
  }
  const idle = await computePlan({ payload: site.payload })
  return { plan, promotion, idle, others, staging, production, graphql, rows, differences }
}

const ownedBy = ({ option }: Pick<ShapeGroup, 'option'>): string[] =>
  typeof option === 'object' && 'productionOwned' in option ? (option.productionOwned ?? []) : []

/** In each locale, without what differs by design. */
const readAllGraphQL = async (site: Site, groups: ShapeGroup[], options: Parameters<typeof readGraphQL>[1] = {}) => {
  const owned = groups.flatMap(ownedBy)
  const { localization } = site.payload.config
  const readings: Record<string, unknown> = {}
  for (const locale of localization ? localization.localeCodes : ['en']) {
    const url = `/api/graphql?locale=${locale}`
    const lists = await readGraphQL(site, {
      ...options,
      publishedOnly: true,
      url,
      without: /^(User|Account|Preference|payload|Content)/i,
    })
    for (const [name, list] of Object.entries(lists)) {
      const docs = (withoutURLs(list) as { docs?: Data[] }).docs ?? [withoutURLs(list) as Data]
      readings[`${locale} ${name}`] = docs.map((doc) =>
        withoutDifferences(withoutOwned(doc, owned), owned, ['inRelations']),
      )
    }
  }
  return readings
}

/** Members of a union stand under names of their own: `Media_url`. */
const withoutURLs = (list: unknown): unknown =>
  JSON.parse(JSON.stringify(list, (key, value) => (/_(url|thumbnailURL|inRelations)$/.test(key) ? undefined : value)))

/** How many field differences the plan's updates of each shape show. */
const readDifferences = async (
  site: Site,
  plan: Plan,
  groups: ShapeGroup[],
  editor: { authorization: string },
): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {}
  for (const { collection, shapes } of groups) {
    const list = await site.request(
      `/api/promote/plans/${plan.id}/changes?collection=${collection.slug}&kind=update&limit=200`,
      { headers: editor },
    )
    const { docs } = (await list.json()) as ChangePage
    for (const change of docs) {
      const response = await site.request(
        `/api/promote/plans/${plan.id}/changes/${collection.slug}/${encodeURIComponent(change.id)}`,
        { headers: editor },
      )
      const body = (await response.json()) as { differences?: FieldDifference[] }
      if (!body.differences) throw new Error(`${collection.slug} ${change.id}: ${JSON.stringify(body)}`)
      const doc = (await site.payload.findByID({
        collection: collection.slug as never,
        id: change.id,
        depth: 0,
      })) as unknown as Data
      const shape = shapes.find((s) => String(doc.label).startsWith(`${s.name}:`))
      if (shape) counts[shape.name] = (counts[shape.name] ?? 0) + body.differences.length
    }
  }
  return counts
}
