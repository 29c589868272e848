import path from 'node:path'
import type { CollectionConfig } from 'payload'
import { findPublicFolder } from './findPublicFolder.ts'
import { stagingFolder } from './stagingFolder.ts'

type Uploads = { promoted: CollectionConfig[]; separate: CollectionConfig[] }

/** Why files of staging could be read by everybody, or get mixed with production's, in the words of the options' problems. */
export const listUploadProblems = (
  { promoted, separate }: Uploads,
  { allowPublic }: { allowPublic: boolean },
): string[] => [
  ...(allowPublic ? [] : promoted.flatMap(bucketProblems)),
  ...(allowPublic ? [] : promoted.flatMap((c) => publicFolderProblems(c, folderOf(c)))),
  ...(allowPublic ? [] : separate.flatMap((c) => publicFolderProblems(c, stagingFolder(folderOf(c))))),
  ...separate.flatMap(sharedStorageProblems),
]

const uploadOf = ({ upload }: CollectionConfig) => (typeof upload === 'object' ? upload : {})

/** Payload's own default is the slug. */
const folderOf = (collection: CollectionConfig): string => uploadOf(collection).staticDir ?? collection.slug

const bucketProblems = (collection: CollectionConfig): string[] => {
  const { disableLocalStorage, handlers } = uploadOf(collection)
  if (!disableLocalStorage || handlers?.length) return []
  return [
    `collections.${collection.slug}: its storage serves files past Payload, so anybody who knows or guesses a URL sees staged files. ` +
      'Let the storage plugin serve through Payload (no disablePayloadAccessControl), or accept it with allowPublicStagingFiles: true.',
  ]
}

const publicFolderProblems = (collection: CollectionConfig, folder: string): string[] => {
  if (uploadOf(collection).disableLocalStorage) return []
  const publicFolder = findPublicFolder(folder)
  if (!publicFolder) return []
  const outside = path.relative(process.cwd(), path.join(path.dirname(publicFolder), collection.slug))
  return [
    `collections.${collection.slug}: staged files would lie in "${folder}", and the site serves "${publicFolder}" to everybody. ` +
      `Move its files out of there and set upload.staticDir to their new place, e.g. staticDir: path.resolve('${outside}'), or accept it with allowPublicStagingFiles: true.`,
  ]
}

/** A storage plugin's hooks know one collection, and would keep the twin's files among those of production. */
const sharedStorageProblems = (collection: CollectionConfig): string[] => {
  const { adapter, disableLocalStorage } = uploadOf(collection)
  if (!adapter && !disableLocalStorage) return []
  return [
    `collections.${collection.slug}: its storage plugin${adapter ? ` "${adapter}"` : ''} would keep files tested on staging among production's. ` +
      'Keep its files on disk (staticDir), or do not list it, so that both environments share it.',
  ]
}
