import { getSite } from '../../../../site/getSite'
import { Picture } from '../../../../site/Picture'
import { Redirects } from '../../../../site/Redirects'

export const generateStaticParams = async () => {
  const site = await getSite(false)
  const { docs } = await site.find({ collection: 'posts', overrideAccess: false, pagination: false })
  return docs.map(({ slug }) => ({ slug: slug as string }))
}

const Post = async ({ params }: { params: Promise<{ slug: string }> }) => {
  const { slug } = await params
  const site = await getSite()
  const { docs } = await site.find({ collection: 'posts', limit: 1, where: { slug: { equals: slug } } })
  const post = docs[0]
  if (!post) return <Redirects url={`/posts/${slug}`} />
  const related = (post.relatedPosts ?? []) as { id: string; title?: string }[]
  return (
    <main>
      <h1>{String(post.title)}</h1>
      <Picture media={post.image} />
      {related.map(({ id, title }) => (
        <p key={id}>See also {title}</p>
      ))}
    </main>
  )
}

export default Post
