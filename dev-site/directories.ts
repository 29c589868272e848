import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this file. */
export const siteDir = path.dirname(fileURLToPath(import.meta.url))
const dataDir = path.resolve(siteDir, '.data')

/** Where editors' uploads are kept. */
export const mediaDir = process.env.MEDIA_DIR ?? path.join(dataDir, 'media')

/** Where the files that visitors see are kept. */
export const productionFilesDir = process.env.PRODUCTION_FILES_DIR ?? path.join(dataDir, 'production-files')
