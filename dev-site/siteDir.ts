import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this file. */
export const siteDir = path.dirname(fileURLToPath(import.meta.url))
