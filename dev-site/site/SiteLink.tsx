import { type Locale, linkPath } from './routes.ts'

type Props = {
  link: Parameters<typeof linkPath>[0] & { label?: string | null }
  locale: Locale
  className?: string
}

/** A link field; nothing when its document is not there for this reader. */
export function SiteLink({ link, locale, className }: Props) {
  const href = linkPath(link, locale)
  if (!href || !link.label) return null
  return (
    <a className={className} href={href}>
      {link.label}
    </a>
  )
}
