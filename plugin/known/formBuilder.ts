import type { CollectionConfig } from 'payload'
import { findField, relationTargets } from './findField.ts'
import { speaksOf } from './speaksOf.ts'
import type { Hooks, KnownPlugin } from './types.ts'

/**
 * Takes submissions of forms: mails (`afterChange`), charges, and keeps uploaded files in a collection of the site
 * (`beforeChange`). A test on staging does none of it.
 */
export const formBuilder: KnownPlugin = {
  name: 'plugin-form-builder',
  collections: (collections, isPromoted) =>
    Object.fromEntries(
      collections
        .filter(
          (collection) => isSubmissions(collection) && relationTargets(collection.fields, 'form').some(isPromoted),
        )
        .map(({ slug }) => [slug, 'separate'] as const),
    ),
  stagingHooks: (collection) =>
    isSubmissions(collection) ? { beforeChange: withoutCharges(collection.hooks?.beforeChange ?? []) } : {},
}

const isSubmissions = ({ fields, hooks }: CollectionConfig): boolean =>
  Boolean(hooks?.beforeChange?.length) &&
  relationTargets(fields, 'form').length === 1 &&
  findField(fields, 'submissionData')?.type === 'array'

/** `(data) => createCharge(data, formConfig)`: hands on its argument and one more. */
const handsOn = /^\(?([\w$]+)\)?\s*=>\s*[^{}]+\(\s*\1\s*,\s*[\w$]+\s*\)$/

/**
 * The plugin puts its hooks for uploads and charges, at most two, before the site's. Where they can't be told by their
 * shape all hooks go: a test that charges is worse than one that computes less.
 */
const withoutCharges = (hooks: NonNullable<Hooks['beforeChange']>): NonNullable<Hooks['beforeChange']> => {
  const [first, second] = hooks
  if (!first || !speaksOf(first, handsOn)) return []
  return hooks.slice(second && speaksOf(second, handsOn) ? 2 : 1)
}
