import { getModel } from '../model.ts'
import type { SchemaAdapter } from '../sql/tablePairs.ts'

const reads = ['find', 'findOne', 'findDistinct', 'count', 'findGlobal'] as const

type ReadArgs = { collection?: string; slug?: string }
type Read = (this: unknown, args: ReadArgs) => unknown

/**
 * Payload's adapter looks a block up in `config.blocks` before it asks the field: a twin's rows would be read as those of
 * staging's block of that name, whose relations lead elsewhere. Twins hold all their blocks themselves, so reads of them
 * see a config without any.
 */
export const readOwnBlocks = (adapter: SchemaAdapter): void => {
  const methods = adapter as unknown as Record<string, Read | undefined>
  let ofTwins: object | undefined
  for (const name of reads) {
    const read = methods[name]
    if (!read) continue
    methods[name] = function (args) {
      if (!isTwin(adapter, args)) return read.call(this, args)
      ofTwins ??= Object.create(adapter, {
        payload: { get: () => Object.create(adapter.payload, { blocks: { value: {} } }) },
      }) as object
      return read.call(ofTwins, args)
    }
  }
}

const isTwin = ({ payload }: SchemaAdapter, { collection, slug }: ReadArgs): boolean => {
  const kind = collection === undefined ? 'global' : 'collection'
  const twin = collection ?? slug
  return getModel(payload.config).promoted.some((entity) => entity.kind === kind && entity.twin === twin)
}
