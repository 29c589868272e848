// What visitors leave behind: rows that belong to production and that no promotion may touch.
import type { Payload } from 'payload'
import { inEnvironment } from 'payload-promote'
import { orderedAfterLaunch } from './facts.ts'

/**
 * Two weeks of visitors on production: submissions, page views, and orders that took stock. Call it after the first
 * promotion, since all of it reads and writes production.
 */
export async function seedVisitors(payload: Payload): Promise<void> {
  const site = inEnvironment(payload, 'production')
  await submitForms(site)
  await viewPages(site)
  await orderProducts(site)
}

type Site = ReturnType<typeof inEnvironment>

async function submitForms(site: Site): Promise<void> {
  const { docs: forms } = await site.find({ collection: 'forms', depth: 0, pagination: false })
  const formId = (title: string) => {
    const form = forms.find((candidate) => candidate.title === title)
    if (!form) throw new Error(`Production has no form "${title}": promote the old site first.`)
    return form.id
  }
  for (const [name, message] of [
    ['Nele', 'Do you grind for a Chemex?'],
    ['Omar', 'The mug broke on the second day. It survived, I did not.'],
    ['Pia', 'Is the kiosk open on Sundays?'],
  ] as const) {
    const submissionData = [
      { field: 'name', value: name },
      { field: 'email', value: `${name.toLowerCase()}@visitors.test` },
      { field: 'message', value: message },
    ]
    await site.create({ collection: 'form-submissions', data: { form: formId('Contact'), submissionData } })
  }
  for (const email of ['quinn@visitors.test', 'ravi@visitors.test']) {
    const submissionData = [{ field: 'email', value: email }]
    await site.create({ collection: 'form-submissions', data: { form: formId('Newsletter'), submissionData } })
  }
}

async function viewPages(site: Site): Promise<void> {
  const paths = ['/', '/products', '/products/house-blend', '/about', '/posts/how-we-roast', '/de', '/faq']
  for (let view = 0; view < 40; view++) {
    const at = new Date(Date.UTC(2026, 10, 1 + (view % 14), 8 + (view % 10), view)).toISOString()
    await site.create({
      collection: 'analytics-events',
      data: { kind: 'pageview', path: paths[view % paths.length]!, at },
    })
  }
}

async function orderProducts(site: Site): Promise<void> {
  for (const [slug, quantity] of Object.entries(orderedAfterLaunch)) {
    const { docs } = await site.find({ collection: 'products', where: { slug: { equals: slug } }, depth: 0, limit: 1 })
    const product = docs[0]
    if (!product) throw new Error(`Production has no product "${slug}": promote the old site first.`)
    const { id, price } = product
    await site.create({
      collection: 'orders',
      data: { product: id, quantity, email: `${slug}@visitors.test`, priceAtOrder: price },
    })
    await site.update({ collection: 'products', id, data: { stock: { $inc: -quantity } } })
  }
}
