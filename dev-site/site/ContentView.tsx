// What stands at an address: a page, a post, a product, or a list of them.
import { notFound, permanentRedirect } from 'next/navigation'
import { Blocks } from './Blocks.tsx'
import { PostView } from './PostView.tsx'
import { ProductView } from './ProductView.tsx'
import { PostTeaser, ProductTeaser } from './teasers.tsx'
import type { View } from './view.ts'
import { words } from './words.ts'

type Props = {
  view: View
  /** What the visitor has just done, as the address says: sent a form, ordered. */
  done?: { sent?: string | undefined; order?: string | undefined }
}

/** Ends with a redirect or "not found" where nothing stands at the address. */
export function ContentView({ view, done: { sent, order } = {} }: Props) {
  const { content, locale, path, redirectTo } = view
  if (redirectTo && redirectTo !== path) permanentRedirect(redirectTo)
  switch (content?.kind) {
    case 'page':
      return <Blocks blockData={content.blockData} page={content.page} sentForm={sent} view={view} />
    case 'post':
      return <PostView locale={locale} post={content.post} />
    case 'product': {
      const outcome = order === 'ordered' || order === 'sold-out' ? order : undefined
      return <ProductView locale={locale} outcome={outcome} path={path} product={content.product} />
    }
    case 'posts':
      return (
        <section className="section">
          <h1>{words[locale].journal}</h1>
          <div className="grid">
            {content.posts.map((post) => (
              <PostTeaser heading="h2" key={post.id} locale={locale} post={post} />
            ))}
          </div>
        </section>
      )
    case 'products':
      return (
        <section className="section">
          <h1>{words[locale].shop}</h1>
          <div className="grid">
            {content.products.map((product) => (
              <ProductTeaser heading="h2" key={product.id} locale={locale} product={product} />
            ))}
          </div>
        </section>
      )
    case undefined:
      notFound()
  }
}
