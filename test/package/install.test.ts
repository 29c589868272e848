import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../helpers/buildPackage.ts'

const root = path.resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

let built: string
let shipped: string[]
/** A folder of a Worker's own, as the README has it. */
let project: string

beforeAll(async () => {
  built = await buildPackage()
  project = await mkdtemp(path.join(tmpdir(), 'worker-project-'))
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], {
    cwd: built,
  })
  const [{ filename, files }] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }]
  shipped = files.map((file) => file.path)
  await writeFile(path.join(project, 'package.json'), '{ "name": "worker-project", "private": true, "type": "module" }')
  await run('npm', ['install', `./${filename}`, '--no-audit', '--no-fund', '--prefer-offline'], { cwd: project })
}, 300_000)

afterAll(async () => {
  for (const folder of [built, project]) if (folder) await rm(folder, { recursive: true, force: true })
})

describe('the package (6.C.12)', { timeout: 120_000 }, () => {
  it('holds what a user needs and nothing else', () => {
    const pages = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'plugin/README.md', 'worker/README.md']
    expect(shipped.filter((file) => !file.startsWith('dist/')).sort()).toEqual(pages)
    const isNeeded = (file: string) => /^dist\/(plugin|worker)\/.*(\.js|\.d\.ts|\.css)$/.test(file)
    expect(shipped.filter((file) => file.startsWith('dist/') && !isNeeded(file))).toEqual([])
  })

  it("brings neither Payload nor Next nor React into a Worker's folder", async () => {
    const installed = await readdir(path.join(project, 'node_modules'))
    expect(installed).toContain('hono')
    for (const name of ['payload', 'next', 'react', 'react-dom', '@payloadcms']) expect(installed).not.toContain(name)
  })

  it('has a Worker that Wrangler bundles there', async () => {
    await writeFile(
      path.join(project, 'worker.ts'),
      "export { default, PromotionGate } from 'payload-promote/worker'\n",
    )
    await writeFile(
      path.join(project, 'wrangler.toml'),
      `name = "gate"
main = "worker.ts"
compatibility_date = "2026-04-01"
[vars]
ORIGIN = "https://origin.example.com"
[[durable_objects.bindings]]
name = "GATE"
class_name = "PromotionGate"
[[migrations]]
tag = "v1"
new_sqlite_classes = ["PromotionGate"]
`,
    )
    const wrangler = path.join(root, 'node_modules/wrangler/bin/wrangler.js')
    await run(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', 'bundle'], {
      cwd: project,
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false' },
    })
    expect(await readdir(path.join(project, 'bundle'))).toContain('worker.js')
  })

  it('has a command line that starts there', async () => {
    const { stdout } = await run(path.join(project, 'node_modules/.bin/payload-promote'), ['--help'])
    expect(stdout).toContain('payload-promote <command>')
  })
})
