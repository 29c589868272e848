// Where files are kept. Read from the environment when this module is loaded.
import path from 'node:path'
import { siteDir } from './siteDir.ts'

const dataDir = path.resolve(siteDir, '.data')

/** Where editors' uploads are kept. */
export const mediaDir = process.env.MEDIA_DIR ?? path.join(dataDir, 'media')

/** Where the files that visitors see are kept. */
export const productionFilesDir = process.env.PRODUCTION_FILES_DIR ?? path.join(dataDir, 'production-files')
