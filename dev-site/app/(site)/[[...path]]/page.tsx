import { notFound } from 'next/navigation'
import { ContentView } from '../../../site/ContentView.tsx'
import { getView } from '../../../site/view.ts'

type Props = {
  params: Promise<{ path?: string[] }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ params, searchParams }: Props) {
  // Next.js asks here for static files that it doesn't have, past the proxy.
  const [first] = (await params).path ?? []
  if (first === '_next') notFound()
  const { sent, order } = await searchParams
  return <ContentView done={{ sent: one(sent), order: one(order) }} view={await getView()} />
}

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)
