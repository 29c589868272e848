// Saves content that is written down once for English and German.
import type { CollectionSlug, DataFromCollectionSlug, GlobalSlug, Payload } from 'payload'

const marker = Symbol('text in both locales')
type Locale = 'en' | 'de'
type Data = Record<string, unknown>

/** A value for each locale, typed as the value itself so that it stands where the field's value would. */
export const t = <T>(en: T, de: T): T => ({ [marker]: true, en, de }) as T

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value)

function pickLocale(value: unknown, locale: Locale): unknown {
  if (Array.isArray(value)) return value.map((item) => pickLocale(item, locale))
  if (!isData(value)) return value
  if (marker in value) return value[locale]
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pickLocale(inner, locale)]))
}

/** `data` with the ids that the rows of its arrays and blocks got when they were first saved. */
function withRowIds(data: unknown, saved: unknown): unknown {
  if (Array.isArray(data) && Array.isArray(saved)) return data.map((item, index) => withRowIds(item, saved[index]))
  if (!isData(data) || !isData(saved) || 'root' in data) return data
  const entries = Object.entries(data).map(([key, inner]) => [key, withRowIds(inner, saved[key])])
  return { ...Object.fromEntries(entries), ...(saved.id !== undefined && { id: saved.id }) }
}

type Save = { draft?: boolean; id?: number; file?: { data: Buffer; mimetype: string; name: string; size: number } }

/** Creates a document, or updates the one of `id`, in English and then in German. */
export async function saveDocument<Slug extends CollectionSlug>(
  payload: Payload,
  collection: Slug,
  data: Partial<DataFromCollectionSlug<Slug>>,
  { draft, id, file }: Save = {},
): Promise<DataFromCollectionSlug<Slug> & { id: number }> {
  const english = {
    collection,
    data: pickLocale(data, 'en') as never,
    locale: 'en' as const,
    depth: 0,
    draft,
    file,
    overwriteExistingFiles: true,
  }
  const saved = (id === undefined
    ? await payload.create(english as never)
    : await payload.update({ ...english, id } as never)) as unknown as Data & { id: number }
  const german = withRowIds(pickLocale(data, 'de'), saved)
  const both = await payload.update({ collection, id: saved.id, data: german, locale: 'de', depth: 0, draft } as never)
  return both as unknown as DataFromCollectionSlug<Slug> & { id: number }
}

/** Updates a global in English and then in German. */
export async function saveGlobal(payload: Payload, slug: GlobalSlug, data: Data): Promise<void> {
  const english = pickLocale(data, 'en') as never
  const saved = await payload.updateGlobal({ slug, data: english, locale: 'en', depth: 0 })
  await payload.updateGlobal({ slug, data: withRowIds(pickLocale(data, 'de'), saved) as never, locale: 'de', depth: 0 })
}
