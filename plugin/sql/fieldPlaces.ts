import type { Block, FlattenedField } from 'payload'
import { blocksRules, type JSONRule, richTextRules } from './jsonRules.ts'
import type { SchemaAdapter } from './rawTables.ts'

/** Where a table's rows and columns stand in the documents of a collection or global. */
export type TablePlace = {
  /** Path of the array whose rows these are, within its parent's row. Undefined for all other tables. */
  array: string | undefined
  /** Path within the row, by column key, e.g. `meta_image` → `meta.image`. */
  columns: Map<string, string>
  /** Columns that may hold references as JSON. */
  json: { key: string; rules: JSONRule[] }[]
}

type RelatedAdapter = SchemaAdapter & {
  rawRelations: Record<string, Record<string, { to: string }> | undefined>
  blocksAsJSON?: boolean
}

/** Walks the site's fields and the adapter's tables side by side. Tables without fields of their own are left out. */
export const fieldPlaces = (
  schemaAdapter: SchemaAdapter,
  root: string,
  fields: FlattenedField[],
): Map<string, TablePlace> => {
  const adapter = schemaAdapter as RelatedAdapter
  const places = new Map<string, TablePlace>()
  const seen = new Map<FlattenedField[], Set<string>>()

  const placeOf = (table: string): TablePlace => {
    const place = places.get(table) ?? { array: undefined, columns: new Map(), json: [] }
    places.set(table, place)
    return place
  }
  const visit = (inner: FlattenedField[], table: string, prefix: string, path: string): void => {
    for (const field of inner) {
      const key = `${prefix}${field.name}`
      const here = `${path}${field.name}`
      if (field.type === 'group' || field.type === 'tab') visit(field.flattenedFields, table, `${key}_`, `${here}.`)
      else if (field.type === 'array') visitArray(field.flattenedFields, table, key, here)
      else if (field.type === 'blocks' && !adapter.blocksAsJSON) visitBlocks(field.blockReferences ?? field.blocks)
      else {
        placeOf(table).columns.set(key, here)
        if (field.type === 'richText')
          placeOf(table).json.push({ key, rules: richTextRules(adapter.payload, field.editor) })
        if (field.type === 'blocks')
          placeOf(table).json.push({ key, rules: blocksRules(adapter.payload, field.blockReferences ?? field.blocks) })
      }
    }
  }
  const visitArray = (inner: FlattenedField[], table: string, key: string, path: string): void => {
    const child = adapter.rawRelations[table]?.[key]?.to
    if (!child) return
    placeOf(child).array = path
    visit(inner, child, '', '')
  }
  const visitBlocks = (blocks: (Block | string)[]): void => {
    for (const reference of blocks) {
      const block = typeof reference === 'string' ? adapter.payload.blocks[reference as never] : reference
      const { slug, flattenedFields } = (block ?? {}) as { slug?: string; flattenedFields?: FlattenedField[] }
      if (!slug || !flattenedFields) continue
      // One block may have several tables: `_blocks_hero`, `_blocks_hero_2`.
      const base = `_blocks_${slug}`
      for (const [name, { to }] of Object.entries(adapter.rawRelations[root] ?? {})) {
        if (name !== base && !(name.startsWith(`${base}_`) && /^\d+$/.test(name.slice(base.length + 1)))) continue
        const visited = seen.get(flattenedFields) ?? new Set()
        if (visited.has(to)) continue
        seen.set(flattenedFields, visited.add(to))
        visit(flattenedFields, to, '', '')
      }
    }
  }
  visit(fields, root, '', '')
  return places
}
