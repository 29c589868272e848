import type { Block, Config, Field, JoinField, Tab } from 'payload'
import { cloneConfig } from './cloneConfig.ts'

/** What rewiring needs to know of the site. */
export type Rewiring = {
  config: Config
  /** Canonical collection slug -> slug of its production twin. */
  twins: ReadonlyMap<string, string>
  /** Prefix for explicit table names, so that a twin never shares a table with its source. */
  tablePrefix: string
  /**
   * Every clone made so far by its source. Sites share field and block objects between collections, and Payload
   * sanitises them in place (a localized parent takes `localized` from its children): twins share theirs alike.
   */
  clones: Map<unknown, unknown>
  /** Parts already rewired. */
  rewired: Set<unknown>
}

type Loose = Record<string, unknown>

/** What only an operation or the admin panel reads: a twin is storage. */
const unused = ['interfaceName', 'typescriptSchema', 'filterOptions', 'validate', 'hooks', 'access', 'admin'] as const

/**
 * Turns the cloned fields of a promoted collection or global into its production twin's, in place: relations and joins
 * point at twins, uniqueness becomes a plain index (a promotion swaps values in any order), table names get a prefix,
 * and what storage doesn't need goes.
 */
export const rewireFields = (fields: Field[], rewiring: Rewiring): void => {
  const { rewired: seen } = rewiring
  if (seen.has(fields)) return
  seen.add(fields)
  for (const field of fields) {
    if (seen.has(field)) continue
    seen.add(field)
    const loose = field as unknown as Loose
    if (field.type !== 'ui') for (const name of unused) delete loose[name]
    if (loose.unique) {
      loose.unique = false
      loose.index = true
    }
    if ('dbName' in loose) loose.dbName = prefixTableName(loose.dbName, rewiring.tablePrefix)
    if (field.type === 'relationship' || field.type === 'upload')
      loose.relationTo = rewireSlugs(field.relationTo, rewiring.twins)
    if (field.type === 'join') rewireJoin(field, rewiring)
    if (field.type === 'richText') toJSON(loose)
    if ('fields' in field && Array.isArray(field.fields)) rewireFields(field.fields, rewiring)
    if (field.type === 'tabs') for (const tab of field.tabs) rewireTab(tab, rewiring)
    if (field.type === 'blocks') {
      for (const block of field.blocks ?? []) rewireBlock(block, rewiring)
      inlineBlockReferences(loose, rewiring)
    }
  }
}

const rewireTab = (tab: Tab, rewiring: Rewiring): void => {
  if (rewiring.rewired.has(tab)) return
  rewiring.rewired.add(tab)
  delete (tab as Loose).interfaceName
  delete (tab as Loose).hooks
  rewireFields(tab.fields, rewiring)
}

const rewireBlock = (block: Block, rewiring: Rewiring): void => {
  if (rewiring.rewired.has(block)) return
  rewiring.rewired.add(block)
  const loose = block as unknown as Loose
  delete loose.interfaceName
  if ('dbName' in loose) loose.dbName = prefixTableName(loose.dbName, rewiring.tablePrefix)
  rewireFields(block.fields, rewiring)
}

/** `blockReferences: ['hero']` names a block that staging shares: the twin needs a copy of its own. */
const inlineBlockReferences = (field: Loose, rewiring: Rewiring): void => {
  const references = field.blockReferences as (Block | string)[] | undefined
  if (!references) return
  field.blockReferences = references.map((reference) => {
    const source = typeof reference === 'string' ? rewiring.config.blocks?.find((b) => b.slug === reference) : undefined
    if (typeof reference === 'string' && !source) return reference
    const block = source ? cloneConfig(source, rewiring.clones) : (reference as Block)
    rewireBlock(block, rewiring)
    return block
  })
}

/**
 * A join to a promoted collection joins its twin. One to another collection has its relation in a table that points at
 * staging's slug, which Payload refuses to join from the twin: the field stays, without a value.
 */
const rewireJoin = (field: JoinField, rewiring: Rewiring): void => {
  const targets = [field.collection].flat()
  if (targets.every((slug) => rewiring.twins.has(slug))) {
    field.collection = rewireSlugs(field.collection, rewiring.twins) as JoinField['collection']
    return
  }
  const { name, label } = field
  const loose = field as unknown as Loose
  for (const key of Object.keys(loose)) delete loose[key]
  Object.assign(field, { name, type: 'json', label, virtual: true, admin: { hidden: true } })
}

const rewireSlugs = <T extends string | string[]>(slugs: T, twins: ReadonlyMap<string, string>): T =>
  (Array.isArray(slugs) ? slugs.map((slug) => twins.get(slug) ?? slug) : (twins.get(slugs) ?? slugs)) as T

/** Rich text is stored as JSON; it is read with the editor of the collection's own field. */
const toJSON = (field: Loose): void => {
  field.type = 'json'
  delete field.editor
}

/** Inheriting an explicit table name would make the twin's table staging's own. A name made of the parent's is made of the source's. */
export const prefixTableName = (name: unknown, prefix: string): unknown =>
  typeof name === 'string'
    ? `${prefix}${name}`
    : typeof name === 'function'
      ? ({ tableName }: { tableName?: string }) => `${prefix}${name({ tableName: tableName?.slice(prefix.length) })}`
      : name
