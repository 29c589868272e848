import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { SCRIPT } from '../../worker/maintenance/script.ts'

/** Runs the page's script on a clock of its own; gives when it asked and when it reloaded. */
const wait = async ({ luck, opensAtMs, reload }: { luck: number; opensAtMs: number; reload: 'yes' | 'no' }) => {
  let now = 0
  const timers: { at: number; run: () => void }[] = []
  const page = { asks: [] as number[], reloadedAt: undefined as number | undefined, status: { textContent: 'waiting' } }
  const documentElement = { dataset: { statusUrl: '/__edge/status', back: 'back', reload } }
  const answers = [
    () => Promise.reject(new TypeError('offline')),
    async () => ({ ok: true, json: async () => ({ open: now >= opensAtMs }) }),
  ]
  runInNewContext(SCRIPT, {
    AbortSignal,
    Math: { random: () => luck },
    document: { documentElement, getElementById: () => page.status },
    location: { reload: () => (page.reloadedAt = now) },
    setTimeout: (run: () => void, ms: number) => timers.push({ at: now + ms, run }),
    fetch: (url: string) => {
      expect(url).toBe('/__edge/status')
      page.asks.push(now)
      // The first question of all finds the network down.
      return answers[Math.min(page.asks.length - 1, 1)]?.()
    },
  })
  for (let timer = timers.shift(); timer && now < 60_000; timer = timers.shift()) {
    now = timer.at
    timer.run()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return page
}

it.each([0, 0.5, 0.999])('a waiting page returns within 6 seconds of the opening (luck %f)', async (luck) => {
  const opensAtMs = 10_100
  const page = await wait({ luck, opensAtMs, reload: 'yes' })
  expect(page.status.textContent).toBe('back')
  expect(page.reloadedAt).toBeGreaterThan(opensAtMs)
  // An isolate may believe for another half second that the gate is closed.
  expect(page.reloadedAt).toBeLessThan(opensAtMs + 6_000 - 500)
})

it('a page that answers a form says that the site is back, and does not send the form again', async () => {
  const page = await wait({ luck: 0.5, opensAtMs: 5_000, reload: 'no' })
  expect(page.status.textContent).toBe('back')
  expect(page.reloadedAt).toBeUndefined()
})
