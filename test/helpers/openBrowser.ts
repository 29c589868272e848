import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const modules = path.resolve(import.meta.dirname, '../../node_modules')

/** Where other platforms than the npm package's have Chrome. */
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** What Chromium needs in a container, and what keeps it from calling hosts of its own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A real browser: `CHROME_PATH`, else the one that the npm package carries, so that every machine runs the same. On
 * platforms that it is not made for, an installed Chromium or Chrome.
 */
export const openBrowser = async (): Promise<Browser> => {
  const { env, ...found } = await findChromium()
  return chromium.launch({ ...found, env: { ...process.env, ...env }, args: flags, headless: true })
}

const findChromium = async (): Promise<{ executablePath: string; env?: Record<string, string> }> => {
  if (process.env.CHROME_PATH) return { executablePath: process.env.CHROME_PATH }
  if (process.platform === 'linux' && process.arch === 'x64') return unpackChromium()
  const executablePath = installed.find((file) => existsSync(file))
  if (!executablePath) throw new Error('No Chrome was found: set CHROME_PATH to the program.')
  return { executablePath }
}

/**
 * Unpacks the browser of `@sparticuz/chromium` once for each of its versions, in a process of its own: the package
 * writes below the temporary folder, and adds the libraries that a machine may lack only where it takes it for Lambda.
 * Its arguments are Lambda's too (`--single-process`, `--disable-web-security`) and are not used.
 */
const unpackChromium = async () => {
  const { version } = JSON.parse(await readFile(path.join(modules, '@sparticuz/chromium/package.json'), 'utf8'))
  const folder = path.join(tmpdir(), `npm-chromium-${version}`)
  if (!existsSync(folder)) {
    const unpacked = await mkdtemp(`${folder}-`)
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', unpackScript], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: unpacked, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
    })
    // Another process may have been first: a folder with files in it is not replaced.
    await rename(unpacked, folder).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
      await rm(unpacked, { recursive: true })
    })
  }
  const env = { LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'), FONTCONFIG_PATH: path.join(folder, 'fonts') }
  return { executablePath: path.join(folder, 'chromium'), env }
}

const unpackScript = `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`

/** A page of its own profile. Closing the context closes it. */
export const openPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> =>
  (await browser.newContext(options)).newPage()

/** Runs axe-core on a page and returns what violates WCAG 2 A and AA or axe's best practices within `selector`. */
export const listViolations = async (page: Page, selector: string): Promise<string[]> => {
  const axe = await readFile(path.join(modules, 'axe-core/axe.min.js'), 'utf8')
  await page.evaluate(axe)
  return page.evaluate(async (within) => {
    const { axe: runner } = globalThis as unknown as {
      axe: {
        run: (context: string, options: unknown) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>
      }
    }
    const { violations } = await runner.run(within, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'],
    })
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`)
  }, selector)
}
