import type { FileStorage } from '@flystorage/file-storage'
import type { CollectionConfig, Config, SanitizedConfig } from 'payload'
import type { PromoteOptions } from './types.ts'

/** A promoted collection or global: `slug` holds staging, `twin` production. */
export type PromotedEntity = {
  kind: 'collection' | 'global'
  slug: string
  twin: string
  /** Paths of production-owned fields. */
  productionOwned: string[]
}

/** A separate collection: `slug` holds production, `twin` staging. */
export type SeparateCollection = {
  slug: string
  twin: string
  /** What the staging twin runs in place of the collection's own hooks, where the site says. */
  stagingHooks?: CollectionConfig['hooks']
}

/** The options after parsing, as every other part reads them. Kept in `config.custom.promote`. */
export type PromoteModel = {
  promoted: PromotedEntity[]
  separate: SeparateCollection[]
  files: FileStorage | undefined
  edge: (Required<Omit<NonNullable<PromoteOptions['edge']>, 'key'>> & { key: string }) | undefined
  access: NonNullable<PromoteOptions['access']>
  servers: PromoteOptions['servers']
  onPromoted: PromoteOptions['onPromoted']
}

/** Twins' tables are named after their source's with this in front. */
export const twinTablePrefix = 'prod_'

/** Without a hyphen: Payload can't tell apart the targets of a polymorphic relation by slugs that hold one. */
export const productionSlug = (slug: string): string => `production_${slug.replaceAll('-', '_')}`
export const stagingSlug = (slug: string): string => `staging-${slug}`

export const getModel = (config: Config | SanitizedConfig): PromoteModel => {
  const model = (config.custom as { promote?: PromoteModel } | undefined)?.promote
  if (!model) throw new Error('payload-promote is not among the plugins of this Payload config.')
  return model
}

/** Canonical slug -> production twin, for collections. */
export const collectionTwins = (model: PromoteModel): Map<string, string> =>
  new Map(model.promoted.filter((e) => e.kind === 'collection').map((e) => [e.slug, e.twin]))

/** Canonical slug -> production twin, for globals. */
export const globalTwins = (model: PromoteModel): Map<string, string> =>
  new Map(model.promoted.filter((e) => e.kind === 'global').map((e) => [e.slug, e.twin]))
