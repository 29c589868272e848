import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, openPage } from '../helpers/openBrowser.ts'

describe('the browser of the tests (6.A.1)', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await openBrowser()
  })

  afterAll(() => browser?.close())

  it('outlives twelve contexts that are opened and closed', async () => {
    for (let count = 1; count <= 12; count++) {
      const page = await openPage(browser)
      await page.setContent(`<title>Page ${count}</title>`)
      expect(await page.title()).toBe(`Page ${count}`)
      await page.context().close()
    }
    expect(browser.isConnected()).toBe(true)
  })

  it('runs a process for each site', async () => {
    const page = await openPage(browser)
    const session = await browser.newBrowserCDPSession()
    const { processInfo } = await session.send('SystemInfo.getProcessInfo')
    expect(processInfo.map(({ type }) => type)).toContain('renderer')
    await page.context().close()
  })

  it("keeps the web's security: a page does not read another site's answer", async () => {
    const server = createServer((_, response) => response.end('secret')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const page = await openPage(browser)
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const read = page.evaluate(async (url) => (await fetch(url)).text(), address)
    await expect(read).rejects.toThrow('Failed to fetch')
    await page.goto(address)
    expect(await page.evaluate(async (url) => (await fetch(url)).text(), address)).toBe('secret')
    await page.context().close()
    server.close()
  })
})
