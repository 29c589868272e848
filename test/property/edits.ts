import assert from 'node:assert/strict'
import fc from 'fast-check'
import { inEnvironment } from 'payload-promote'
import type { Site } from '../helpers/createSite.ts'

type Id = string | number

/** Places are any number: the document that it falls on, of those there are. */
type Content = { title: string; words: string[]; tags: string[]; rows: number[]; parent: number; related: number[] }

/** What editors do on staging and visitors on production. */
export type Edit =
  | { kind: 'createPage'; content: Content; published: boolean }
  | { kind: 'editPage'; place: number; content: Content; as: 'published' | 'draft' }
  | { kind: 'translatePage'; place: number; title: string }
  | { kind: 'unpublishPage'; place: number }
  | { kind: 'deletePage'; place: number }
  | { kind: 'rotateSlugs'; places: number[] }
  | { kind: 'createProduct'; name: string; stock: number; page: number }
  | { kind: 'editProduct'; place: number; name: string; stock: number; page: number }
  | { kind: 'deleteProduct'; place: number }
  | { kind: 'swapSkus'; places: number[] }
  | { kind: 'order'; product: number; seen: number[] }
  | { kind: 'takeStock'; place: number; by: number }
  | { kind: 'noteStock'; place: number; note: string }
  | { kind: 'meetPerson'; name: string; home: number }
  | { kind: 'promote' }
  | { kind: 'promoteAndPutBack' }

const place = fc.nat(7)
const word = fc.constantFrom('oak', 'elm', 'ash', 'fir')
const content: fc.Arbitrary<Content> = fc.record({
  title: word,
  words: fc.array(word, { maxLength: 3 }),
  tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
  rows: fc.array(place, { maxLength: 3 }),
  parent: place,
  related: fc.array(place, { maxLength: 3 }),
})

const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('createPage' as const), content, published: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('editPage' as const),
      place,
      content,
      as: fc.constantFrom('published' as const, 'published' as const, 'draft' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('translatePage' as const), place, title: word }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unpublishPage' as const), place }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deletePage' as const), place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rotateSlugs' as const),
      places: fc.uniqueArray(place, { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('createProduct' as const), name: word, stock: place, page: place }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('editProduct' as const), place, name: word, stock: place, page: place }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteProduct' as const), place }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('swapSkus' as const), places: fc.uniqueArray(place, { maxLength: 3 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      product: place,
      seen: fc.array(place, { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('takeStock' as const), place, by: place }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('noteStock' as const), place, note: word }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('meetPerson' as const), name: word, home: place }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'promote' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'promoteAndPutBack' as const }) },
)

/** A working day: it ends with a promotion. */
export const sequences = fc
  .array(edit, { minLength: 2, maxLength: 20, size: 'max' })
  .map((edits): Edit[] => [...edits, { kind: 'promote' }])

/** Carries out edits through Payload, as editors and visitors do. Promotions are the caller's. */
export class Editors {
  private pages: Id[] = []
  private products: Id[] = []
  private created = 0
  private readonly site: Site

  constructor(site: Site) {
    this.site = site
  }

  async do(edit: Exclude<Edit, { kind: 'promote' | 'promoteAndPutBack' }>): Promise<void> {
    const { payload } = this.site
    const production = inEnvironment(payload, 'production')
    switch (edit.kind) {
      case 'createPage': {
        const doc = await payload.create({
          collection: 'pages',
          data: {
            ...this.pageData(edit.content),
            slug: `page-${++this.created}`,
            _status: edit.published ? 'published' : 'draft',
          } as never,
          draft: !edit.published as never,
        })
        this.pages.push(doc.id)
        return
      }
      case 'editPage':
        return this.update('pages', at(this.pages, edit.place), {
          data: { ...this.pageData(edit.content), ...(edit.as === 'published' ? { _status: 'published' } : {}) },
          draft: edit.as === 'draft',
        })
      case 'translatePage':
        return this.update('pages', at(this.pages, edit.place), { data: { title: edit.title }, locale: 'de' })
      case 'unpublishPage':
        return this.update('pages', at(this.pages, edit.place), { data: { _status: 'draft' } })
      case 'deletePage':
        this.pages = await this.delete('pages', this.pages, edit.place)
        return
      case 'rotateSlugs':
        return this.rotate('pages', 'slug', this.pages, edit.places)
      case 'createProduct': {
        const { name, stock, page } = edit
        const doc = await payload.create({
          collection: 'products',
          data: {
            name,
            stock,
            // Without a note a product has no row of localized values, on neither side.
            ...(stock % 2 ? { note: name } : {}),
            page: at(this.pages, page) ?? null,
            sku: `sku-${++this.created}`,
          } as never,
        })
        this.products.push(doc.id)
        return
      }
      case 'editProduct': {
        const { name, stock, page } = edit
        return this.update('products', at(this.products, edit.place), {
          data: { name, stock, note: name, page: at(this.pages, page) ?? null },
        })
      }
      case 'deleteProduct':
        this.products = await this.delete('products', this.products, edit.place)
        return
      case 'swapSkus':
        return this.rotate('products', 'sku', this.products, edit.places)
      case 'order': {
        const [product] = await this.onProduction('products', edit.product)
        const seen = (await Promise.all(edit.seen.map((n) => this.onProduction('pages', n)))).flat()
        await production.create({
          collection: 'orders' as never,
          data: {
            product,
            seen: seen.map((value) => ({ relationTo: 'pages', value })),
            lines: product ? [{ product }] : [],
          } as never,
        })
        return
      }
      case 'takeStock':
        return this.moveStock(edit.place, -edit.by)
      case 'noteStock':
        await this.moveStock(edit.place, 1)
        return this.note(edit.place, edit.note)
      case 'meetPerson':
        await payload.create({
          collection: 'people' as never,
          data: { name: edit.name, home: at(this.pages, edit.home) ?? null } as never,
        })
    }
  }

  private pageData({ title, words, tags, rows, parent, related }: Content): Record<string, unknown> {
    return {
      title,
      words,
      tags,
      parent: at(this.pages, parent) ?? null,
      related: related.flatMap((n): { relationTo: string; value: Id }[] => {
        const [slug, ids] = n % 2 ? (['pages', this.pages] as const) : (['products', this.products] as const)
        const value = at(ids, n)
        return value === undefined ? [] : [{ relationTo: slug, value }]
      }),
      rows: rows.map((n) => ({
        text: `row ${n}`,
        page: at(this.pages, n) ?? null,
        cells: Array.from({ length: n % 3 }, (_, index) => ({ value: index })),
      })),
    }
  }

  private async update(collection: string, id: Id | undefined, args: Record<string, unknown>): Promise<void> {
    if (id !== undefined)
      await this.site.payload.update({ collection: collection as never, id, locale: 'en', ...args } as never)
  }

  private async moveStock(place: number, by: number): Promise<void> {
    const [id] = await this.onProduction('products', place)
    if (id === undefined) return
    const data: Record<string, { $inc: number }> = { stock: { $inc: by } }
    await inEnvironment(this.site.payload, 'production').update({ collection: 'products', id, data })
  }

  /** Notes are localized: where production has no row of that locale there is none to write, and the update says so. */
  private async note(place: number, note: string): Promise<void> {
    const [id] = await this.onProduction('products', place)
    if (id === undefined) return
    const read = () =>
      this.site.query<{ note: string | null }>(
        `select note from prod_products_locales where _parent_id = $1 and _locale = 'en'`,
        [id],
      )
    const hasRow = (await read()).length > 0
    const update = inEnvironment(this.site.payload, 'production').update({
      collection: 'products',
      id,
      data: { note } as never,
      locale: 'en',
    })
    if (hasRow) await update
    else await assert.rejects(update, { code: 'NOT_FOUND' })
    assert.deepEqual(await read(), hasRow ? [{ note }] : [])
  }

  private async delete(collection: string, ids: Id[], place: number): Promise<Id[]> {
    const id = at(ids, place)
    if (id !== undefined) await this.site.payload.delete({ collection: collection as never, id })
    return ids.filter((other) => other !== id)
  }

  /** Each document takes the next one's unique value, by way of values that nobody has. */
  private async rotate(collection: string, key: string, ids: Id[], places: number[]): Promise<void> {
    const chosen = [...new Set(places.flatMap((n) => at(ids, n) ?? []))]
    const docs = await Promise.all(
      chosen.map((id) =>
        this.site.payload.findByID({ collection: collection as never, id, depth: 0, locale: 'en', draft: true }),
      ),
    )
    const values = docs.map((doc) => doc as unknown as Record<string, unknown>)
    const save = (id: Id, value: unknown, { _status }: Record<string, unknown>) =>
      this.update(collection, id, { data: { [key]: value, ...(_status ? { _status } : {}) } })
    for (const [n, id] of chosen.entries()) await save(id, `free-${++this.created}`, values[n]!)
    for (const [n, id] of chosen.entries()) await save(id, values[(n + 1) % values.length]![key], values[n]!)
  }

  /** The id of a document that visitors see, if there is any. */
  private async onProduction(collection: string, place: number): Promise<Id[]> {
    const rows = await this.site.query<{ id: Id }>(`select id from prod_${collection} order by id`)
    const id = at(
      rows.map((row) => row.id),
      place,
    )
    return id === undefined ? [] : [id]
  }
}

const at = (ids: readonly Id[], place: number): Id | undefined =>
  ids.length === 0 ? undefined : ids[place % ids.length]
