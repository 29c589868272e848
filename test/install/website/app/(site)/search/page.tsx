import { getSite } from '../../../site/getSite'

const Search = async ({ searchParams }: { searchParams: Promise<{ q?: string }> }) => {
  const { q } = await searchParams
  const site = await getSite()
  const { docs } = await site.find({ collection: 'search', where: q ? { title: { like: q } } : {} })
  return (
    <main>
      {docs.map(({ id, title }) => (
        <p key={id}>{String(title)}</p>
      ))}
    </main>
  )
}

export default Search
