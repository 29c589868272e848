'use client'
import { useTranslation } from '@payloadcms/ui'
import { en, type TextKey, type Texts } from '../translations/en.ts'

export type Values = Record<string, string | number>

/**
 * The plugin's texts in the user's language. `count` chooses between singular and plural, and stands as `n` in the text,
 * written as the language writes numbers.
 */
export const useTexts = () => {
  const { i18n } = useTranslation<{ promote: Texts }, `promote:${TextKey}`>()
  const t = (key: TextKey, values: Values = {}): string => {
    const n = typeof values.count === 'number' ? new Intl.NumberFormat(i18n.language).format(values.count) : undefined
    return i18n.t(`promote:${key}`, n === undefined ? values : { ...values, n })
  }
  return { t }
}

export type Translate = ReturnType<typeof useTexts>['t']

/** Whether a text of this key exists: for keys made of codes that a newer server may send. */
export const isTextKey = (key: string): key is TextKey => key in en
