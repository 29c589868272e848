import type { Config } from 'payload'
import { deepMergeSimple } from 'payload/shared'

/** Adds the plugin's texts; the site's own translations win. */
export const withTranslations = (config: Config, translations: Record<string, Record<string, unknown>>): Config => ({
  ...config,
  i18n: {
    ...config.i18n,
    translations: deepMergeSimple(translations, config.i18n?.translations ?? {}) as NonNullable<
      Config['i18n']
    >['translations'],
  },
})
