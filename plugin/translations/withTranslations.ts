import type { Config } from 'payload'
import { deepMergeSimple } from 'payload/shared'
import { en } from './en.ts'

/**
 * Adds the plugin's texts; the site's own translations win. Languages that the site offers and the plugin does not know
 * get the English texts: Payload itself would show the keys.
 */
export const withTranslations = (config: Config, translations: Record<string, Record<string, unknown>>): Config => {
  const offered = Object.keys(config.i18n?.supportedLanguages ?? {})
  const english = Object.fromEntries(offered.map((language) => [language, { promote: en }]))
  return {
    ...config,
    i18n: {
      ...config.i18n,
      translations: deepMergeSimple({ ...english, ...translations }, config.i18n?.translations ?? {}) as NonNullable<
        Config['i18n']
      >['translations'],
    },
  }
}
