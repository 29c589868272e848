'use client'
import { useParams } from 'next/navigation'
import { NothingHere } from '../../../../site/NothingHere.tsx'

/** Gets no params of its own, and a page that is kept may not ask the request. */
export default function NotFound() {
  const { locale } = useParams<{ locale: string }>()
  return <NothingHere locale={locale === 'de' ? 'de' : 'en'} />
}
