import { getSite } from './getSite'
import { Picture } from './Picture'

/** The newest posts. */
export const Archive = async () => {
  const site = await getSite()
  const { docs } = await site.find({ collection: 'posts', depth: 1, limit: 10 })
  return (
    <ul>
      {docs.map(({ id, slug, title, image }) => (
        <li key={id}>
          <a href={`/posts/${slug}`}>{String(title)}</a>
          <Picture media={image} />
        </li>
      ))}
    </ul>
  )
}
