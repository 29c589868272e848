import { de } from './de.ts'
import { en, type Texts } from './en.ts'

/** The plugin's texts by language, under one namespace. */
export const translations: Record<string, { promote: Texts }> = { en: { promote: en }, de: { promote: de } }
