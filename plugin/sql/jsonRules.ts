import type { Block, Field, Payload } from 'payload'

/** Finds references of one kind in a value kept as JSON. */
export type JSONRule = {
  /** Type of the rich text node that `query` starts at; '' for the value itself. */
  node: string
  /** Slug of the node's block, where it is one. */
  block: string | undefined
  /** JSON path to the references: ids, or `{ relationTo, value }` where `target` is undefined. */
  query: string
  /** Where they stand, as far as names go, e.g. `card.image`. */
  path: string
  target: string | undefined
}

type Place = { node: string; block: string | undefined; query: string; path: string }
type Editor = {
  editorConfig?: { features?: { getSubFields?: Map<string, (args: object) => Field[] | null | undefined> } }
}
type Search = { payload: Payload; rules: Map<string, JSONRule>; seen: Set<unknown> }

/** References in a rich text field: its nodes', and those of the fields of its links, uploads and blocks. */
export const richTextRules = (payload: Payload, editor: unknown): JSONRule[] => {
  const search = startSearch(payload)
  findInEditor(search, editor as Editor)
  return [...search.rules.values()]
}

/** References in a blocks field that the adapter keeps as JSON. */
export const blocksRules = (payload: Payload, blocks: (Block | string)[]): JSONRule[] => {
  const search = startSearch(payload)
  findInBlocks(search, blocks, { node: '', block: undefined, query: '$[*]', path: '' })
  return [...search.rules.values()]
}

const startSearch = (payload: Payload): Search => ({ payload, rules: new Map(), seen: new Set() })

const add = (search: Search, place: Place, target: string | undefined): void => {
  const rule = { ...place, target }
  search.rules.set(JSON.stringify([rule.node, rule.block, rule.query, target]), rule)
}

const findInEditor = (search: Search, editor: Editor): void => {
  if (search.seen.has(editor)) return
  search.seen.add(editor)
  for (const node of ['upload', 'relationship'])
    add(search, { node, block: undefined, query: '$', path: node }, undefined)
  for (const [node, getSubFields] of editor.editorConfig?.features?.getSubFields ?? []) {
    const fields = getSubFields({}) ?? []
    const blocks = fields.flatMap((field) => (field.type === 'blocks' ? field.blocks : []))
    for (const block of blocks.map((b) => resolveBlock(search, b)))
      if (block) findInFields(search, block.fields, { node, block: block.slug, query: '$."fields"', path: block.slug })
    findInFields(
      search,
      fields.filter((field) => field.type !== 'blocks'),
      { node, block: undefined, query: '$."fields"', path: node },
    )
  }
}

const resolveBlock = ({ payload }: Search, block: Block | string): Block | undefined =>
  typeof block === 'string' ? (payload.blocks as Record<string, Block | undefined>)[block] : block

const findInBlocks = (search: Search, blocks: (Block | string)[], place: Place): void => {
  for (const reference of blocks) {
    const block = resolveBlock(search, reference)
    if (!block || search.seen.has(block)) continue
    search.seen.add(block)
    const query = `${place.query} ? (@."blockType" == ${JSON.stringify(block.slug)})`
    findInFields(search, block.fields, { ...place, query, path: join(place.path, block.slug) })
    search.seen.delete(block)
  }
}

const findInFields = (search: Search, fields: Field[], place: Place): void => {
  for (const field of fields) {
    if (field.type === 'tabs') {
      for (const tab of field.tabs) findInFields(search, tab.fields, 'name' in tab ? into(place, tab) : place)
      continue
    }
    const at = 'name' in field && field.name ? into(place, field as { name: string; localized?: boolean }) : place
    if (field.type === 'relationship' || field.type === 'upload')
      add(
        search,
        field.hasMany ? { ...at, query: `${at.query}[*]` } : at,
        Array.isArray(field.relationTo) ? undefined : field.relationTo,
      )
    else if (field.type === 'richText') findInEditor(search, field.editor as Editor)
    else if (field.type === 'blocks')
      findInBlocks(search, field.blockReferences ?? field.blocks, { ...at, query: `${at.query}[*]` })
    else if (field.type === 'array') findInFields(search, field.fields, { ...at, query: `${at.query}[*]` })
    else if ('fields' in field) findInFields(search, field.fields, at)
  }
}

const into = (place: Place, { name, localized }: { name: string; localized?: boolean }): Place => ({
  ...place,
  query: `${place.query}.${JSON.stringify(name)}${localized ? '.*' : ''}`,
  path: join(place.path, name),
})

const join = (path: string, name: string): string => (path ? `${path}.${name}` : name)
