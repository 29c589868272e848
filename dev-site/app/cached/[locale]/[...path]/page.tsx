import { ContentView } from '../../../../site/ContentView.tsx'
import { getCachedView } from '../../../../site/view.ts'

/** Seconds. Prices of the shop's list are no older than this; posts wait for the next promotion all the same. */
export const revalidate = 3600

/** A build has no database, so each page is rendered when it is first asked for. */
export const generateStaticParams = () => []

export default async function Page({ params }: { params: Promise<{ locale: string; path: string[] }> }) {
  const { locale, path } = await params
  return <ContentView view={await getCachedView(locale, path.join('/'))} />
}
