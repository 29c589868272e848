import { notFound, permanentRedirect } from 'next/navigation'
import { Blocks } from '../../../site/Blocks.tsx'
import { PostView } from '../../../site/PostView.tsx'
import { ProductView } from '../../../site/ProductView.tsx'
import { PostTeaser, ProductTeaser } from '../../../site/teasers.tsx'
import { getView } from '../../../site/view.ts'
import { words } from '../../../site/words.ts'

type Props = {
  params: Promise<{ path?: string[] }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ params, searchParams }: Props) {
  // Next.js asks here for static files that it doesn't have, past the proxy.
  const [first] = (await params).path ?? []
  if (first === '_next') notFound()
  const view = await getView()
  const { content, locale, path, redirectTo } = view
  const { sent, order } = await searchParams
  if (redirectTo && redirectTo !== path) permanentRedirect(redirectTo)
  switch (content?.kind) {
    case 'page':
      return (
        <Blocks
          blockData={content.blockData}
          page={content.page}
          sentForm={typeof sent === 'string' ? sent : undefined}
          view={view}
        />
      )
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
