import type { TextKey } from '../translations/en.ts'

/** One of the plugin's texts, on the server, where Payload's types know its own keys only. */
export const textOf = (i18n: { t: unknown }, key: TextKey): string =>
  (i18n.t as (key: string) => string)(`promote:${key}`)
