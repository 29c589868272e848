import type { Block, Config, Field, JoinField, RichTextField, Tab } from 'payload'
import { cloneConfig } from './cloneConfig.ts'
import { readFromProduction } from './richText.ts'

/** What rewiring needs to know of the site. */
export type Rewiring = {
  config: Config
  /** Canonical collection slug -> slug of its production twin. */
  twins: ReadonlyMap<string, string>
  /** Prefix for explicit table names, so that a twin never shares a table with its source. */
  tablePrefix: string
  /** Blocks of `config.blocks` already cloned for twins. */
  blocks: Map<string, Block>
}

type Loose = Record<string, unknown>

/**
 * Turns the cloned fields of a promoted collection or global into its production twin's, in place: relations and joins
 * point at twins, uniqueness becomes a plain index (a promotion swaps values in any order), table names get a prefix,
 * type names go, and of the hooks only those that compute what is read stay.
 */
export const rewireFields = (fields: Field[], rewiring: Rewiring, seen = new Set<unknown>()): void => {
  for (const [index, field] of fields.entries()) {
    if (seen.has(field)) continue
    seen.add(field)
    const loose = field as unknown as Loose
    delete loose.interfaceName
    delete loose.typescriptSchema
    delete loose.filterOptions
    if (loose.unique) {
      loose.unique = false
      loose.index = true
    }
    if ('hooks' in loose) loose.hooks = readHooksOf(loose.hooks as Loose)
    if ('access' in loose) loose.access = readAccessOf(loose.access as Loose)
    if ('dbName' in loose) loose.dbName = prefixTableName(loose.dbName, rewiring.tablePrefix)
    if (field.type === 'relationship' || field.type === 'upload')
      loose.relationTo = rewireSlugs(field.relationTo, rewiring.twins)
    if (field.type === 'join') {
      const join = rewireJoin(field, rewiring)
      fields[index] = join
    }
    if (field.type === 'richText')
      (field as RichTextField).editor = readFromProduction(field as RichTextField, rewiring.config)
    if ('fields' in field && Array.isArray(field.fields)) rewireFields(field.fields, rewiring, seen)
    if (field.type === 'tabs') for (const tab of field.tabs) rewireTab(tab, rewiring, seen)
    if (field.type === 'blocks') {
      for (const block of field.blocks ?? []) rewireBlock(block, rewiring, seen)
      inlineBlockReferences(loose, rewiring, seen)
    }
  }
}

const rewireTab = (tab: Tab, rewiring: Rewiring, seen: Set<unknown>): void => {
  delete (tab as Loose).interfaceName
  const loose = tab as Loose
  if (loose.hooks) loose.hooks = readHooksOf(loose.hooks as Loose)
  rewireFields(tab.fields, rewiring, seen)
}

const rewireBlock = (block: Block, rewiring: Rewiring, seen: Set<unknown>): void => {
  if (seen.has(block)) return
  seen.add(block)
  const loose = block as unknown as Loose
  delete loose.interfaceName
  if ('dbName' in loose) loose.dbName = prefixTableName(loose.dbName, rewiring.tablePrefix)
  rewireFields(block.fields, rewiring, seen)
}

/** `blockReferences: ['hero']` names a block that staging shares: the twin needs a copy of its own. */
const inlineBlockReferences = (field: Loose, rewiring: Rewiring, seen: Set<unknown>): void => {
  const references = field.blockReferences as (Block | string)[] | undefined
  if (!references) return
  field.blockReferences = references.map((reference) => {
    if (typeof reference !== 'string') {
      rewireBlock(reference, rewiring, seen)
      return reference
    }
    let block = rewiring.blocks.get(reference)
    if (!block) {
      const source = rewiring.config.blocks?.find((b) => b.slug === reference)
      if (!source) return reference
      block = cloneConfig(source)
      rewiring.blocks.set(reference, block)
      rewireBlock(block, rewiring, seen)
    }
    return block
  })
}

/**
 * A join to a promoted collection joins its twin. One to another collection has its relation in a table that points at
 * staging's slug, which Payload refuses to join from the twin: the field stays, without a value.
 */
const rewireJoin = (field: JoinField, rewiring: Rewiring): Field => {
  const targets = [field.collection].flat()
  if (targets.every((slug) => rewiring.twins.has(slug)))
    return { ...field, collection: rewireSlugs(field.collection, rewiring.twins) as JoinField['collection'] }
  return {
    name: field.name,
    type: 'json',
    label: field.label as string,
    virtual: true,
    admin: { hidden: true },
  }
}

export const rewireSlugs = <T extends string | string[]>(slugs: T, twins: ReadonlyMap<string, string>): T =>
  (Array.isArray(slugs) ? slugs.map((slug) => twins.get(slug) ?? slug) : (twins.get(slugs) ?? slugs)) as T

/** Only what computes values for reading stays; nothing of a twin is ever written through Payload. */
export const readHooksOf = (hooks: Loose | undefined): Loose | undefined =>
  hooks && {
    ...(hooks.beforeRead ? { beforeRead: hooks.beforeRead } : {}),
    ...(hooks.afterRead ? { afterRead: hooks.afterRead } : {}),
  }

const readAccessOf = (access: Loose | undefined): Loose | undefined =>
  access && (access.read ? { read: access.read } : {})

/** Inheriting an explicit table name would make the twin's table staging's own. */
export const prefixTableName = (name: unknown, prefix: string): unknown =>
  typeof name === 'string'
    ? `${prefix}${name}`
    : typeof name === 'function'
      ? (args: { tableName?: string }) => `${prefix}${name(args)}`
      : name
