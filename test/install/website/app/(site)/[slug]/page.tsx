import { draftMode } from 'next/headers'
import { Archive } from '../../../site/Archive'
import { getSite } from '../../../site/getSite'
import { LivePreview } from '../../../site/LivePreview'
import { Picture } from '../../../site/Picture'
import { Redirects } from '../../../site/Redirects'

export const generateStaticParams = async () => {
  const site = await getSite(false)
  const { docs } = await site.find({ collection: 'pages', overrideAccess: false, pagination: false })
  return docs.filter(({ slug }) => slug !== 'home').map(({ slug }) => ({ slug: slug as string }))
}

type Block = { id: string; blockType: string; form?: { title: string } }

const Page = async ({ params }: { params: Promise<{ slug?: string }> }) => {
  const { slug = 'home' } = await params
  const { isEnabled: draft } = await draftMode()
  const site = await getSite()
  const { docs } = await site.find({
    collection: 'pages',
    draft,
    overrideAccess: draft,
    limit: 1,
    where: { slug: { equals: slug } },
  })
  const page = docs[0]
  if (!page) return <Redirects url={`/${slug}`} />
  return (
    <main>
      <Redirects url={`/${slug}`} hasPage />
      {draft && <LivePreview />}
      <h1>{String(page.title)}</h1>
      <Picture media={page.image} />
      {(page.layout as Block[] | undefined)?.map(({ id, blockType, form }) =>
        blockType === 'archive' ? <Archive key={id} /> : <p key={id}>{form?.title}</p>,
      )}
    </main>
  )
}

export default Page
