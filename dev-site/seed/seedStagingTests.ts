// What editors leave behind while they try the redesign out: it stays on staging.
import type { Payload } from 'payload'
import { inEnvironment } from 'payload-promote'
import { created, stagingTests } from './facts.ts'

/** A test submission, a test order and a test event in the staging twins of the separate collections. */
export async function seedStagingTests(payload: Payload): Promise<void> {
  const site = inEnvironment(payload, 'staging')
  const { docs: forms } = await site.find({
    collection: 'forms',
    where: { title: { equals: created.form } },
    depth: 0,
    limit: 1,
  })
  const { docs: products } = await site.find({
    collection: 'products',
    where: { slug: { equals: created.product.slug } },
    depth: 0,
    limit: 1,
  })
  const [form, product] = [forms[0], products[0]]
  if (!form || !product) throw new Error('Staging has no redesign to test: seed it first.')
  await site.create({
    collection: 'form-submissions',
    data: {
      form: form.id,
      submissionData: [
        { field: 'email', value: stagingTests.email },
        { field: 'bags', value: '2' },
      ],
    },
  })
  await site.create({
    collection: 'orders',
    data: { product: product.id, quantity: 1, email: stagingTests.email, priceAtOrder: product.price },
  })
  await site.create({
    collection: 'analytics-events',
    data: { kind: 'pageview', path: stagingTests.path, at: '2026-11-14T09:00:00.000Z' },
  })
}
