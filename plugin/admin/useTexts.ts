'use client'
import { useTranslation } from '@payloadcms/ui'
import { en, type TextKey, type Texts } from '../translations/en.ts'

export type Values = Record<string, string | number>

/** The plugin's texts in the user's language. `i18n` is Payload's, for its own texts and for dates. */
export const useTexts = () => {
  const { i18n } = useTranslation<{ promote: Texts }, `promote:${TextKey}`>()
  return { i18n, t: (key: TextKey, values?: Values): string => i18n.t(`promote:${key}`, values) }
}

export type Translate = ReturnType<typeof useTexts>['t']

/** Whether a text of this key exists: for keys made of codes that a newer server may send. */
export const isTextKey = (key: string): key is TextKey => key in en
