import { PromoteError } from 'payload-promote'
import { jsonError, pathWith, seeOther, wantsJson } from '../../../site/answer.ts'
import { type OpenSite, openSite, type Site } from '../../../site/content.ts'
import { readBody } from '../../../site/readBody.ts'

type Wish = { product: number; quantity: number; email: string }

/** Orders a product, in the environment that the visitor sees. */
export async function POST(request: Request) {
  const values = await readBody(request)
  const wish = values && parseWish(values)
  if (!values || !wish)
    return jsonError(400, 'BAD_ORDER', 'An order needs `product`, `quantity` (1 to 20) and `email`.')

  const outcome = await placeOrder(await openSite(), wish)
  if (!wantsJson(request)) {
    if (outcome === 'unknown-product') return jsonError(404, 'NO_PRODUCT', `There is no product "${wish.product}".`)
    return seeOther(pathWith(values._from, 'order', outcome === 'sold-out' ? 'sold-out' : 'ordered'))
  }
  if (outcome === 'unknown-product') return jsonError(404, 'NO_PRODUCT', `There is no product "${wish.product}".`)
  if (outcome === 'sold-out') return jsonError(409, 'SOLD_OUT', `There are fewer than ${wish.quantity} left.`)
  return Response.json({ id: outcome.id, stock: outcome.stock }, { status: 201 })
}

function parseWish({ product, quantity = '1', email = '' }: Record<string, string>): Wish | undefined {
  const wish = { product: Number(product), quantity: Number(quantity), email: email.trim() }
  const isValid =
    Number.isInteger(wish.product) &&
    Number.isInteger(wish.quantity) &&
    wish.quantity >= 1 &&
    wish.quantity <= 20 &&
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(wish.email)
  return isValid ? wish : undefined
}

type Outcome = 'unknown-product' | 'sold-out' | { id: number; stock: number }

async function placeOrder({ site, environment }: OpenSite, wish: Wish): Promise<Outcome> {
  const where = { id: { equals: wish.product } }
  const { docs } = await site.find({ collection: 'products', where, depth: 0, limit: 1, pagination: false })
  const product = docs[0]
  if (!product) return 'unknown-product'

  // Stock is production's alone: tests on staging leave it as it is.
  const stock = environment === 'production' ? await takeFromStock(site, wish) : product.stock
  if (stock === undefined) return 'sold-out'
  try {
    const order = await site.create({ collection: 'orders', data: { ...wish, priceAtOrder: product.price } })
    return { id: order.id, stock }
  } catch (error) {
    if (environment === 'production') await giveBackToStock(site, wish)
    throw error
  }
}

/** What is left after taking; undefined when there is not enough. One statement, so the last bag is sold once. */
async function takeFromStock(site: Site, { product, quantity }: Wish): Promise<number | undefined> {
  try {
    const { stock } = await site.update({ collection: 'products', id: product, data: { stock: { $inc: -quantity } } })
    return Number(stock)
  } catch (error) {
    if (error instanceof PromoteError && error.code === 'OUT_OF_RANGE') return undefined
    throw error
  }
}

const giveBackToStock = (site: Site, { product, quantity }: Wish) =>
  site.update({ collection: 'products', id: product, data: { stock: { $inc: quantity } } })
