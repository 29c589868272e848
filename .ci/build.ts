// Makes `dist` as package.json exports it: JavaScript and declarations by TypeScript, style sheets as they are.
import { execFileSync } from 'node:child_process'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const compiler = path.join(root, 'node_modules/typescript/bin/tsc')
const isFolderOrStyle = (file: string) => path.extname(file) === '' || file.endsWith('.css')

await rm(path.join(root, 'dist'), { recursive: true, force: true })
// The Worker runs on another platform, with types of its own.
for (const project of ['plugin', 'worker'])
  execFileSync(process.execPath, [compiler, '-p', path.join(root, project, 'tsconfig.build.json')], {
    stdio: 'inherit',
  })
await cp(path.join(root, 'plugin'), path.join(root, 'dist/plugin'), { recursive: true, filter: isFolderOrStyle })

// TypeScript repeats imports of style sheets in declarations, where they resolve to nothing.
for (const name of await readdir(path.join(root, 'dist/plugin'), { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue
  const file = path.join(root, 'dist/plugin', name)
  const declarations = await readFile(file, 'utf8')
  const withoutStyles = declarations.replace(/^import '[^']+\.css';\n/gm, '')
  if (withoutStyles !== declarations) await writeFile(file, withoutStyles)
}
