// Cards that lead to a product or a post.
import type { Media, Post, Product } from '../payload-types.ts'
import { Picture } from './Picture.tsx'
import { type Locale, localizePath } from './routes.ts'
import { formatDate, formatPrice, words } from './words.ts'

/** The heading's rank among those around it; `p` where the card stands within running text. */
type Heading = { heading?: 'h2' | 'h3' | 'p' }

type ProductProps = Heading & { product: Product; locale: Locale; photo?: number | Media | null }

export function ProductTeaser({ product, locale, photo, heading: Title = 'h3' }: ProductProps) {
  return (
    <article className="card">
      <Picture crop="card" media={photo ?? product.photos?.[0]} />
      <div className="card-text">
        <Title className="card-title">
          <a href={localizePath(`/products/${product.slug}`, locale)}>{product.title}</a>
        </Title>
        {product.summary && <p>{product.summary}</p>}
        <p className="price">
          {formatPrice(product.price, locale)}
          {product.stock <= 0 && <span className="sold-out"> · {words[locale].soldOut}</span>}
        </p>
      </div>
    </article>
  )
}

export function PostTeaser({ post, locale, heading: Title = 'h3' }: Heading & { post: Post; locale: Locale }) {
  return (
    <article className="card">
      <Picture crop="card" media={post.image} />
      <div className="card-text">
        <p className="muted">{formatDate(post.publishedAt, locale)}</p>
        <Title className="card-title">
          <a href={localizePath(`/posts/${post.slug}`, locale)}>{post.title}</a>
        </Title>
        {post.excerpt && <p>{post.excerpt}</p>}
      </div>
    </article>
  )
}
