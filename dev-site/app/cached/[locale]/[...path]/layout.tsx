import type { ReactNode } from 'react'
import { Document } from '../../../../site/Document.tsx'
import { getCachedView } from '../../../../site/view.ts'
import '../../../../site/site.css'

type Props = { children: ReactNode; params: Promise<{ locale: string; path: string[] }> }

export default async function Layout({ children, params }: Props) {
  const { locale, path } = await params
  return <Document view={await getCachedView(locale, path.join('/'))}>{children}</Document>
}
