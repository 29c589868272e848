import type { Post } from '../payload-types.ts'
import { Picture } from './Picture.tsx'
import { Prose } from './Prose.tsx'
import { populated } from './populated.ts'
import type { Locale } from './routes.ts'
import { PostTeaser, ProductTeaser } from './teasers.tsx'
import { formatDate, words } from './words.ts'

export function PostView({ post, locale }: { post: Post; locale: Locale }) {
  const author = populated(post.author)
  const related = post.related ?? []
  return (
    <article className="section article">
      <header>
        <p className="eyebrow">{formatDate(post.publishedAt, locale)}</p>
        <h1>{post.title}</h1>
        {author && (
          <p className="author muted">
            <Picture crop="card" media={author.avatar} />
            {author.name}
          </p>
        )}
      </header>
      <Picture crop="whole" eager media={post.image} />
      <Prose content={post.content} locale={locale} />
      {related.length > 0 && (
        <footer>
          <h2>{words[locale].related}</h2>
          <div className="grid">
            {related.map((item) => {
              if (!item.value || typeof item.value !== 'object') return null
              const key = `${item.relationTo}-${item.value.id}`
              return item.relationTo === 'products' ? (
                <ProductTeaser key={key} locale={locale} product={item.value} />
              ) : (
                <PostTeaser key={key} locale={locale} post={item.value} />
              )
            })}
          </div>
        </footer>
      )}
    </article>
  )
}
