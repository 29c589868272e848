// Visitors who load pages, send a form and order coffee while a promotion runs, and what they saw.
import { setTimeout as sleep } from 'node:timers/promises'

type Sight = {
  startedAt: number
  endedAt: number
  status: number | 'failed'
  generation: number | undefined
  path: string
}
type Post = { marker: string; status: number | 'failed' }

export type VisitorSettings = {
  /** The site as visitors see it. */
  url: string
  paths: string[]
  /** Id of a form with the fields `name`, `email` and `message`. */
  form: number
  /** Id of a product on stock. */
  product: number
  /** Milliseconds between two page loads, two forms, two orders. @default 20, 100, 1000 */
  everyMs?: { page: number; form: number; order: number }
}

const demoPace = { page: 20, form: 100, order: 1000 }

/** Starts the visitors. `stop` ends them, waits for the last answers and returns everything they saw. */
export const startVisitors = ({ url, paths, form, product, everyMs = demoPace }: VisitorSettings) => {
  const sights: Sight[] = []
  const forms: Post[] = []
  const orders: Post[] = []
  const pending = new Set<Promise<void>>()
  let running = true
  let n = 0

  const every = async (ms: number, visit: () => Promise<void>) => {
    while (running) {
      const visiting = visit().finally(() => pending.delete(visiting))
      pending.add(visiting)
      await sleep(ms)
    }
  }
  const loadPage = async () => {
    const path = paths[n++ % paths.length]!
    const startedAt = performance.now()
    const sight = { startedAt, endedAt: 0, status: 'failed', generation: undefined, path } as Sight
    try {
      const response = await fetch(url + path, { redirect: 'manual' })
      const html = await response.text()
      sight.status = response.status
      const generation = /data-generation="(\d+)"/.exec(html)?.[1]
      sight.generation = generation === undefined ? undefined : Number(generation)
    } catch {
      // Stays `failed`, and is counted as an error.
    }
    sight.endedAt = performance.now()
    sights.push(sight)
  }
  const post = async (list: Post[], path: string, marker: string, body: unknown) => {
    const sent: Post = { marker, status: 'failed' }
    list.push(sent)
    try {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(body),
      })
      await response.text()
      sent.status = response.status
    } catch {
      // Stays `failed`: looked for in the database, counted as lost when it is not there.
    }
  }
  const sendForm = () => {
    const marker = `visitor-${forms.length}@demo.test`
    return post(forms, `/submit/${form}`, marker, { name: 'Demo visitor', email: marker, message: 'Hello' })
  }
  const placeOrder = () => {
    const marker = `order-${orders.length}@demo.test`
    return post(orders, '/order', marker, { product: String(product), quantity: '1', email: marker })
  }

  const loops = [every(everyMs.page, loadPage), every(everyMs.form, sendForm), every(everyMs.order, placeOrder)]
  return {
    sights,
    stop: async () => {
      running = false
      await Promise.all(loops)
      await Promise.all(pending)
      return { sights, forms, orders }
    },
  }
}

export type Seen = Awaited<ReturnType<ReturnType<typeof startVisitors>['stop']>>

/**
 * What page loads tell: the window from the first 503 to the last, and pages of an old generation that were asked for
 * after the first page of the new one, or after the last 503, had come.
 */
export const judgeSights = (sights: Sight[], generation: number) => {
  const closed = sights.filter((s) => s.status === 503)
  const firstNew = sights.filter((s) => s.generation === generation).map((s) => s.endedAt)
  const opened = Math.min(...firstNew, ...(closed.length > 0 ? [Math.max(...closed.map((s) => s.endedAt))] : []))
  const isError = (s: Sight) => s.status === 'failed' || (s.status !== 503 && s.status >= 400)
  const isOld = (s: Sight) => s.status === 200 && (s.generation ?? 0) < generation
  return {
    windowMs:
      closed.length === 0
        ? 0
        : Math.round(Math.max(...closed.map((s) => s.startedAt)) - Math.min(...closed.map((s) => s.startedAt))),
    visitor: {
      requests: sights.length,
      maintenance: closed.length,
      oldAfterOpen: sights.filter((s) => s.startedAt > opened && isOld(s)).length,
      errors: sights.filter(isError).length,
    },
  }
}
