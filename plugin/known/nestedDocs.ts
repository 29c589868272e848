import { speaksOf } from './speaksOf.ts'
import type { KnownPlugin } from './types.ts'

/** Saves a document's children again when it is saved, on staging: they are promoted with it. */
export const nestedDocs: KnownPlugin = {
  name: 'plugin-nested-docs',
  ownsHook: (hook) => speaksOf(hook, /\.(parentFieldSlug|breadcrumbsFieldSlug)\b/),
}
