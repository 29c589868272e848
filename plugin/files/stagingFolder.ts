import path from 'node:path'

/**
 * Where the staging twin of a separate upload collection keeps its files: beside the collection's own folder. A folder
 * below that one could be read through the collection's own file route (`…/file/staging%2Ftest.txt`).
 */
export const stagingFolder = (staticDir: string): string => {
  const folder = path.resolve(staticDir)
  return path.join(path.dirname(folder), `staging-${path.basename(folder)}`)
}
