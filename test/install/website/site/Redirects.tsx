import { notFound, redirect } from 'next/navigation'
import { getCachedRedirects } from './cached'

type Redirect = { from: string; to?: { reference?: { value?: { slug?: string } } } }

/** Sends the visitor on where the redirects know the address; else 404, unless there is a page here. */
export const Redirects = async ({ url, hasPage = false }: { url: string; hasPage?: boolean }) => {
  const redirects = (await getCachedRedirects()) as Redirect[]
  const slug = redirects.find(({ from }) => from === url)?.to?.reference?.value?.slug
  if (slug) redirect(`/${slug}`)
  if (!hasPage) notFound()
  return null
}
