import { existsSync, readdirSync, realpathSync } from 'node:fs'
import path from 'node:path'

/** What marks a folder as a site whose `public/` Next serves. Names begin with these. */
const siteFiles = ['next.config.', 'package.json']

/**
 * The folder named `public` through which a Next site would serve a directory's files past Payload: one that the
 * directory lies in, beside a site's files or in the working directory, links followed both ways; of links inside
 * `public`, those at its top.
 */
export const findPublicFolder = (directory: string, cwd = process.cwd()): string | undefined => {
  const lexical = path.resolve(cwd, directory)
  const real = realPath(lexical)
  return (
    [lexical, real].flatMap(listAncestors).find((folder) => isPublicFolder(folder, cwd)) ??
    [path.join(cwd, 'public')].find((folder) => listLinked(folder).some((linked) => isInside(real, linked)))
  )
}

const isPublicFolder = (folder: string, cwd: string): boolean => {
  if (path.basename(folder) !== 'public') return false
  const site = path.dirname(folder)
  return site === path.resolve(cwd) || listNames(site).some((name) => siteFiles.some((file) => name.startsWith(file)))
}

/** The folder itself and those above it. */
const listAncestors = (folder: string): string[] => {
  const parent = path.dirname(folder)
  return parent === folder ? [folder] : [folder, ...listAncestors(parent)]
}

/** Links followed as far as the path exists: an upload folder is made at the first upload. */
const realPath = (folder: string): string =>
  existsSync(folder) || path.dirname(folder) === folder
    ? realpathSync(folder)
    : path.join(realPath(path.dirname(folder)), path.basename(folder))

const listNames = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])

/** Where the links at the top of a folder lead. */
const listLinked = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isSymbolicLink())
        .map((entry) => path.join(folder, entry.name))
        .filter((link) => existsSync(link))
        .map((link) => realpathSync(link))
    : []

const isInside = (folder: string, of: string): boolean => folder === of || folder.startsWith(of + path.sep)
