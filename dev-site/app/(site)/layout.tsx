import type { ReactNode } from 'react'
import { Document } from '../../site/Document.tsx'
import { getView } from '../../site/view.ts'
import '../../site/site.css'

export const dynamic = 'force-dynamic'

export default async function Layout({ children }: { children: ReactNode }) {
  return <Document view={await getView()}>{children}</Document>
}
