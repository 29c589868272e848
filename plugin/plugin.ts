import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, definePlugin } from 'payload'
import { addAdminViews } from './admin/addAdminViews.ts'
import { endpoints } from './endpoints/index.ts'
import { permissionsDoor } from './environment/doors.ts'
import { scopeGraphQL } from './environment/scopeGraphQL.ts'
import { withKnownCollections } from './known/knownPlugins.ts'
import { placeRootEndpoints } from './known/placeEndpoints.ts'
import { logStart } from './logStart.ts'
import { beginRecovery } from './operations/recover.ts'
import { refreshAfterStart } from './operations/refreshAfterStart.ts'
import { parseOptions } from './options.ts'
import { translations } from './translations/index.ts'
import { withTranslations } from './translations/withTranslations.ts'
import { hideFromTypes } from './twins/hideFromTypes.ts'
import { withTableDefinitions } from './twins/tableDefinitions.ts'
import type { PromoteOptions } from './types.ts'
import { wireEntities } from './wireEntities.ts'

/** `payload promote …`, beside this file: a `.ts` in the repository, a `.js` in the package. */
const thisFile = fileURLToPath(import.meta.url)
const commandPath = path.join(path.dirname(thisFile), 'bin', `promote${path.extname(thisFile)}`)

/** After plugins that add fields. */
const afterOthers = 1000

/**
 * Staging and production in one Payload site, and a button that takes staging live. Editors work under the collections'
 * own slugs; the public reads production at the same URLs.
 */
export const promote = (options: PromoteOptions) => createPlugin(options as PromoteOptions & Record<string, unknown>)

const createPlugin = definePlugin<PromoteOptions & Record<string, unknown>>({
  slug: 'payload-promote',
  order: afterOthers,
  plugin: ({ config, plugins: _, ...options }) => installInto(config, options as unknown as PromoteOptions),
})

const installInto = (config: Config, given: PromoteOptions): Config => {
  const options = { ...given, collections: withKnownCollections(given.collections ?? {}, config) }
  const model = parseOptions(options, config)
  const withData: Config = {
    ...hideFromTypes(config, model),
    custom: { ...config.custom, promote: model },
    ...wireEntities(config, model, { disabled: Boolean(options.disabled) }),
    db: withTableDefinitions(config.db),
  }
  if (options.disabled) return withData
  return withTranslations(
    addAdminViews({
      ...withData,
      endpoints: [...placeRootEndpoints(config.endpoints), permissionsDoor, ...endpoints],
      graphQL: scopeGraphQL(config.graphQL),
      bin: [...(config.bin ?? []), { key: 'promote', scriptPath: commandPath }],
      onInit: async (payload) => {
        await config.onInit?.(payload)
        logStart(payload, { config, model, given, options })
        const { finished } = await beginRecovery(payload)
        finished
          .catch((error: unknown) => payload.logger.error({ err: error, msg: 'payload-promote: recovery failed' }))
          .then(() => refreshAfterStart(payload))
          .catch((error: unknown) =>
            payload.logger.error({ err: error, msg: 'payload-promote: the site may show pages of an older promotion' }),
          )
      },
    }),
    translations,
  )
}
