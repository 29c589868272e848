// The page around the content: head, header, footer.
import type { ReactNode } from 'react'
import type { Page } from '../payload-types.ts'
import { Frame } from './Frame.tsx'
import { themeCss } from './themeCss.ts'
import type { View } from './view.ts'
import { words } from './words.ts'

export function Document({ view, children }: { view: View; children: ReactNode }) {
  const { design } = view.frame
  return (
    <html
      data-button={design.components.button}
      data-card={design.components.card}
      data-environment={view.environment}
      data-generation={view.generation}
      data-header={design.components.header}
      lang={view.locale}
    >
      <head>
        <meta content="width=device-width, initial-scale=1" name="viewport" />
        <meta content="light dark" name="color-scheme" />
        <Seo view={view} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: editors write CSS, themeCss keeps it inside the element. */}
        <style dangerouslySetInnerHTML={{ __html: themeCss(design) }} />
      </head>
      <body>
        <Frame view={view}>{children}</Frame>
      </body>
    </html>
  )
}

function Seo({ view }: { view: View }) {
  const { seo } = view.frame
  const { title, meta } = findTitle(view)
  const description = meta?.description || seo.description
  const image = meta?.image && typeof meta.image === 'object' ? meta.image : seo.image
  const fullTitle = meta?.title || seo.titleTemplate.replace('%s', title)
  return (
    <>
      <title>{fullTitle}</title>
      <meta content={fullTitle} property="og:title" />
      {description && <meta content={description} name="description" />}
      {image && typeof image === 'object' && image.url && <meta content={image.url} property="og:image" />}
      {(meta?.noIndex || view.environment === 'staging') && <meta content="noindex" name="robots" />}
      <link href={view.otherLanguagePath} hrefLang={view.locale === 'en' ? 'de' : 'en'} rel="alternate" />
    </>
  )
}

function findTitle({ content, locale }: View): { title: string; meta?: Page['meta'] } {
  switch (content?.kind) {
    case 'page':
      return content.page
    case 'post':
      return content.post
    case 'product':
      return content.product
    case 'posts':
      return { title: words[locale].journal }
    case 'products':
      return { title: words[locale].shop }
    case undefined:
      return { title: words[locale].notFound }
  }
}
