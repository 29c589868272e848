import type { CollectionConfig, Config, Payload } from 'payload'
import { listEdgeWarnings } from './edge/listEdgeWarnings.ts'
import { isKnownHook, listWarnings } from './known/knownPlugins.ts'
import type { PromoteModel } from './model.ts'
import type { PromoteOptions } from './types.ts'

/** The site's config and options as they were given, and what became of them. */
type Start = { config: Config; model: PromoteModel; given: PromoteOptions; options: PromoteOptions }

/** Says at start what a developer should look at: nothing of it stops the site. */
export const logStart = (payload: Payload, start: Start): void => {
  logWriteHooks(payload, start)
  logKnownPlugins(payload, start)
  for (const warning of listEdgeWarnings(start.options.edge)) payload.logger.warn(`payload-promote: ${warning}`)
}

/**
 * The site's own hooks that reach outside now fire when editors publish on staging: says which collections to look at.
 * Those of known plugins were looked at.
 */
const logWriteHooks = (payload: Payload, { config, model }: Start): void => {
  const isPromoted = (kind: string, slug: string) => model.promoted.some((e) => e.kind === kind && e.slug === slug)
  const slugs = [
    ...(config.collections ?? []).filter((c) => isPromoted('collection', c.slug)),
    ...(config.globals ?? []).filter((g) => isPromoted('global', g.slug)),
  ]
    .filter(({ hooks }) => {
      const { afterChange = [], afterDelete = [] } = (hooks ?? {}) as NonNullable<CollectionConfig['hooks']>
      return [...afterChange, ...afterDelete].some((hook) => !isKnownHook(hook))
    })
    .map(({ slug }) => slug)
  if (slugs.length > 0)
    payload.logger.info(
      `payload-promote: write hooks of ${slugs.join(', ')} run when editors save on staging; move what reaches outside to onPromoted.`,
    )
}

/** Says what was decided for collections of known plugins, and what leaks or reaches outside all the same. */
const logKnownPlugins = (payload: Payload, { config, given, options }: Start): void => {
  const decided = Object.entries(options.collections)
    .filter(([slug, option]) => given.collections?.[slug] !== option)
    .map(([slug, option]) => `${slug}: ${JSON.stringify(option)}`)
  if (decided.length > 0)
    payload.logger.info(
      `payload-promote: decided for collections of known plugins, as you said nothing else: ${decided.join(', ')}.`,
    )
  for (const warning of listWarnings(config, options.collections)) payload.logger.warn(`payload-promote: ${warning}`)
}
