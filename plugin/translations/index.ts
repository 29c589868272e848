import { de } from './de.ts'
import { en } from './en.ts'

/** The plugin's texts by language, under one namespace. */
export const translations = { en: { promote: en }, de: { promote: de } }
