import type { Product } from '../payload-types.ts'
import { Picture } from './Picture.tsx'
import { Prose } from './Prose.tsx'
import { populated } from './populated.ts'
import type { Locale } from './routes.ts'
import { formatPrice, words } from './words.ts'

type Props = { product: Product; locale: Locale; path: string; outcome: 'ordered' | 'sold-out' | undefined }

export function ProductView({ product, locale, path, outcome }: Props) {
  const text = words[locale]
  const category = populated(product.category)?.title
  return (
    <article className="section product">
      <div className="photos">
        {product.photos?.map((photo, index) => (
          <Picture crop="whole" eager={index === 0} key={populated(photo)?.id ?? String(photo)} media={photo} />
        ))}
      </div>
      <div>
        {category && <p className="eyebrow">{category}</p>}
        <h1>{product.title}</h1>
        {product.summary && <p className="lead">{product.summary}</p>}
        <p className="price">{formatPrice(product.price, locale)}</p>
        <OrderForm locale={locale} outcome={outcome} path={path} product={product} />
        {product.notes && product.notes.length > 0 && (
          <ul className="notes">
            {product.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
        <Prose content={product.description} locale={locale} />
        <p className="muted">{[product.origin, text.inStock(product.stock)].filter(Boolean).join(' · ')}</p>
      </div>
    </article>
  )
}

function OrderForm({ product, locale, path, outcome }: Props) {
  const text = words[locale]
  if (outcome === 'ordered') {
    return (
      <p className="sent" role="status">
        {text.ordered}
      </p>
    )
  }
  if (outcome === 'sold-out' || product.stock <= 0) {
    return (
      <p className="sold-out" role="status">
        {text.soldOut}
      </p>
    )
  }
  return (
    <form action="/order" className="form order" method="post">
      <input name="_from" type="hidden" value={path} />
      <input name="product" type="hidden" value={product.id} />
      <label>
        <span>{text.email}</span>
        <input autoComplete="email" maxLength={320} name="email" required type="email" />
      </label>
      <label className="quantity">
        <span>{text.quantity}</span>
        <input defaultValue={1} max={20} min={1} name="quantity" required type="number" />
      </label>
      <button className="button" type="submit">
        {text.cart}
      </button>
    </form>
  )
}
