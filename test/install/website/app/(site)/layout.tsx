import type { ReactNode } from 'react'
import { getCachedHeader } from '../../site/cached'

const Layout = async ({ children }: { children: ReactNode }) => {
  const { items } = (await getCachedHeader()) as { items?: { id?: string; label?: string; page?: { slug?: string } }[] }
  return (
    <html lang="en">
      <body>
        <nav>
          {items?.map(({ id, label, page }) => (
            <a key={id} href={`/${page?.slug}`}>
              {label}
            </a>
          ))}
        </nav>
        {children}
      </body>
    </html>
  )
}

export default Layout
