import { ecommercePlugin, USD } from '@payloadcms/plugin-ecommerce'
import type { PaymentAdapter } from '@payloadcms/plugin-ecommerce/types'
import type { Access } from 'payload'
import { inEnvironment } from 'payload-promote'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSite, type Site } from '../helpers/createSite.ts'
import { promoteAll } from '../helpers/promoteAll.ts'

type Doc = Record<string, unknown> & { id: number }
type Item = { product: Doc; quantity: number }

let site: Site
let editor: { authorization: string }
/** What the payment provider was asked to charge for. */
const charged: { title: unknown; price: unknown; subtotal: unknown }[] = []

/** A payment provider that takes everything. */
const provider: PaymentAdapter = {
  name: 'test',
  group: { name: 'test', type: 'group', fields: [{ name: 'paymentID', type: 'text' }] },
  initiatePayment: async ({ data: { cart, currency, customerEmail }, req, transactionsSlug }) => {
    const { items, subtotal } = cart as unknown as { items: Item[]; subtotal: number }
    charged.push(...items.map(({ product }) => ({ title: product.title, price: product.priceInUSD, subtotal })))
    const bought = items.map(({ product, quantity }) => ({ product: product.id, quantity }))
    const data = { items: bought, customerEmail, currency, amount: subtotal, status: 'pending', cart: cart.id }
    const { id } = await req.payload.create({ collection: transactionsSlug as never, data: data as never, req })
    return { message: 'ok', paymentID: String(id) }
  },
  confirmOrder: async ({ data, finalizeOrder, req, transactionsSlug }) => {
    const transactionID = Number(data.paymentID)
    const transaction = (await req.payload.findByID({
      collection: transactionsSlug as never,
      id: transactionID,
      depth: 0,
      req,
    })) as unknown as Doc
    const { items, amount, currency } = transaction
    const order = await finalizeOrder({
      transactionID,
      orderData: { items, amount, currency, customerEmail: data.customerEmail } as never,
    })
    return { message: 'ok', orderID: Number(order.id), transactionID }
  },
}

const isAdmin: Access = ({ req }) => Boolean(req.user && (req.user as { role?: string }).role !== 'customer')
const all = () => true

beforeAll(async () => {
  site = await createSite({
    collections: [],
    options: { collections: { products: true } },
    config: {
      plugins: [
        ecommercePlugin({
          customers: { slug: 'users' },
          currencies: { defaultCurrency: 'USD', supportedCurrencies: [USD] },
          access: {
            isAdmin,
            isAuthenticated: ({ req }) => Boolean(req.user),
            isCustomer: ({ req }) => (req.user as { role?: string } | null)?.role === 'customer',
            isDocumentOwner: ({ req }) => (req.user ? { customer: { equals: req.user.id } } : false),
            adminOnlyFieldAccess: ({ req }) => Boolean(req.user),
            adminOrPublishedStatus: ({ req }) => (req.user ? true : { _status: { equals: 'published' } }),
          },
          products: {
            productsCollectionOverride: ({ defaultCollection }) => ({
              ...defaultCollection,
              fields: [{ name: 'title', type: 'text' }, ...defaultCollection.fields],
            }),
            variants: true,
          },
          orders: {
            ordersCollectionOverride: ({ defaultCollection }) => ({ ...defaultCollection, access: { read: all } }),
          },
          payments: { paymentMethods: [provider] },
        }),
      ],
    },
  })
  editor = await site.signIn('editor@example.com')
})
afterAll(() => site?.stop())

const post = async <T = Doc>(path: string, body: object, headers = {}): Promise<{ status: number; body: T }> => {
  const response = await site.request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as T }
}

const sell = async (title: string, price: number, inventory: number): Promise<number> => {
  const data = { title, priceInUSDEnabled: true, priceInUSD: price, inventory, _status: 'published' }
  const { id } = (await site.payload.create({ collection: 'products' as never, data: data as never })) as unknown as Doc
  return id
}
const change = (id: number, data: object) =>
  site.payload.update({ collection: 'products' as never, id, data: { ...data, _status: 'published' } as never })

const stockOf = async (environment: 'staging' | 'production', id: number): Promise<unknown> =>
  ((await inEnvironment(site.payload, environment).findByID({ collection: 'products' as never, id })) as unknown as Doc)
    .inventory

const fill = async (product: number, quantity: number, headers = {}) => {
  const items = [{ product, quantity }]
  const { body } = await post<{ doc: Doc }>('/api/carts', { items, currency: 'USD' }, headers)
  return body.doc as Doc & { secret: string; subtotal: number }
}
const buy = async (cart: Doc, headers = {}) => {
  const body = { cartID: cart.id, secret: cart.secret, customerEmail: 'guest@example.com' }
  const initiated = await post<{ paymentID?: string; message: unknown }>('/api/payments/test/initiate', body, headers)
  if (!initiated.body.paymentID) throw new Error(`${initiated.status}: ${JSON.stringify(initiated.body)}`)
  const confirmed = await post('/api/payments/test/confirm-order', { ...body, ...initiated.body }, headers)
  expect(confirmed).toMatchObject({ status: 200, body: { message: 'ok' } })
}

describe('a shop of plugin-ecommerce whose products are promoted (6.B.6)', () => {
  it('takes part with what belongs to it: variants promoted, stock production’s, what visitors make separate', () => {
    const slugs = Object.keys(site.payload.collections)
    const of = (prefix: string) =>
      slugs.filter((slug) => slug.startsWith(prefix)).map((slug) => slug.slice(prefix.length))
    expect(of('production-').concat(of('production_')).sort()).toEqual(
      ['products', 'variantOptions', 'variantTypes', 'variants'].sort(),
    )
    expect(of('staging-').concat(of('staging_')).sort()).toEqual(['carts', 'orders', 'transactions'])
  })

  it('sells at production’s prices, from production’s stock, whatever is staged, to visitors and to admin users', async () => {
    const coffee = await sell('Coffee', 1000, 10)
    const tea = await sell('Tea', 500, 10)
    await promoteAll(site)
    await change(coffee, { title: 'Staged coffee', priceInUSD: 1, inventory: 0 })
    await site.payload.delete({ collection: 'products' as never, id: tea })

    for (const [headers, left] of [[{}, [7, 9]] as const, [editor, [4, 8]] as const]) {
      const cart = await fill(coffee, 2, headers)
      expect(cart.subtotal).toBe(2000)
      const path = `/api/carts/${cart.id}/add-item`
      const added = await post<{ cart: Doc }>(path, { item: { product: coffee }, secret: cart.secret }, headers)
      expect(added.body.cart).toMatchObject({ subtotal: 3000 })
      await buy(cart, headers)
      expect(charged.splice(0)).toEqual([{ title: 'Coffee', price: 1000, subtotal: 3000 }])
      await buy(await fill(tea, 1, headers), headers)
      expect(charged.splice(0)).toEqual([{ title: 'Tea', price: 500, subtotal: 500 }])
      expect([await stockOf('production', coffee), await stockOf('production', tea)]).toEqual(left)
      expect(await stockOf('staging', coffee)).toBe(0)
    }
    const orders = await site.query<{ amount: string }>('select amount::text from orders order by id')
    expect(orders.map(({ amount }) => Number(amount))).toEqual([3000, 500, 3000, 500])
  })

  it('keeps the stock and what was bought through the next promotion', async () => {
    const orders = await site.query('select * from orders_items order by id')
    await promoteAll(site)
    const { docs } = await inEnvironment(site.payload, 'production').find({ collection: 'products' as never, depth: 0 })
    expect(docs).toMatchObject([{ title: 'Staged coffee', priceInUSD: 1, inventory: 4 }])
    expect(await site.query('select * from orders_items order by id')).toEqual(orders)
  })
})
