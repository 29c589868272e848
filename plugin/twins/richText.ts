import type { Config, RichTextAdapter, RichTextField } from 'payload'
import { scopeRequest } from '../environment/scopeRequest.ts'

/**
 * Wraps a field's editor so that what it populates when read comes from production. The stored text keeps the canonical
 * slugs (`relationTo: "pages"`), so rendering code cannot tell which environment it serves.
 */
export const readFromProduction = (field: RichTextField, config: Config): RichTextField['editor'] => {
  const own = field.editor
  const provider = async (args: unknown): Promise<RichTextAdapter> => {
    const source = (own ?? config.editor) as unknown
    if (!source) throw new Error(`The rich text field "${field.name}" has no editor, and neither has the config.`)
    const adapter: RichTextAdapter = typeof source === 'function' ? await source(args) : (source as RichTextAdapter)
    return {
      ...adapter,
      hooks: {
        afterRead: adapter.hooks?.afterRead?.map(
          (hook) => (hookArgs: Parameters<typeof hook>[0]) => hook({ ...hookArgs, req: scopeRequest(hookArgs.req) }),
        ),
      },
      graphQLPopulationPromises: undefined,
    }
  }
  return provider as unknown as RichTextField['editor']
}
