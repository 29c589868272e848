import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const root = path.resolve(import.meta.dirname, '../..')
const sources = ['.ci', 'plugin', 'worker', 'tsconfig.json', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE']

/**
 * Builds the package in a temporary folder, in which nothing else is installed: tests that run beside each other would
 * take the repository's `dist` from each other. Returns the folder.
 */
export const buildPackage = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'built-package-'))
  for (const source of sources) await cp(path.join(root, source), path.join(folder, source), { recursive: true })
  const modules = path.join(folder, 'node_modules')
  await symlink(path.join(root, 'node_modules'), modules)
  await promisify(execFile)(process.execPath, ['--import', 'tsx', '.ci/build.ts'], { cwd: folder })
  await rm(modules)
  return folder
}
