// What surrounds every page: header, footer, and what asks for attention.
import type { ReactNode } from 'react'
import { ConsentBanner } from './ConsentBanner.tsx'
import { Picture } from './Picture.tsx'
import { PopupDialog } from './PopupDialog.tsx'
import { populated } from './populated.ts'
import { linkPath, localizePath, pagePath } from './routes.ts'
import { SiteLink } from './SiteLink.tsx'
import type { View } from './view.ts'
import { words } from './words.ts'

export function Frame({ view, children }: { view: View; children: ReactNode }) {
  const { locale, environment, path } = view
  const text = words[locale]
  return (
    <>
      <a className="skip" href="#content">
        {text.skip}
      </a>
      {environment === 'staging' && (
        <form action="/preview/exit" aria-label={text.preview} className="preview-banner" method="post">
          <input name="to" type="hidden" value={path} />
          <p role="status">{text.preview}</p>
          <button type="submit">{text.exitPreview}</button>
        </form>
      )}
      <SiteHeader view={view} />
      <main id="content">{children}</main>
      <SiteFooter view={view} />
      <PopupOfPage view={view} />
      <ConsentOfSite view={view} />
    </>
  )
}

function SiteHeader({ view: { frame, locale, otherLanguagePath } }: { view: View }) {
  return (
    <header>
      {frame.header.announcement && <p className="announcement">{frame.header.announcement}</p>}
      <div className="site-header">
        <a className="brand" href={localizePath('/', locale)}>
          <Picture crop="whole" media={frame.header.logo} />
          {frame.header.siteName}
        </a>
        <nav aria-label={words[locale].menu}>
          {frame.header.nav?.map(({ id, link }) => (
            <SiteLink key={id} link={link} locale={locale} />
          ))}
          <a
            className="language"
            href={otherLanguagePath}
            hrefLang={locale === 'en' ? 'de' : 'en'}
            lang={locale === 'en' ? 'de' : 'en'}
          >
            {words[locale].language}
          </a>
        </nav>
      </div>
    </header>
  )
}

function SiteFooter({ view: { frame, locale } }: { view: View }) {
  const { text, columns, smallPrint } = frame.footer
  return (
    <footer className="site-footer">
      <div className="columns">
        {text && <p className="lead">{text}</p>}
        {columns?.map(({ id, heading, links }) => (
          <section key={id}>
            <h2>{heading}</h2>
            <ul>
              {links?.map(({ id: linkId, link }) => (
                <li key={linkId}>
                  <SiteLink link={link} locale={locale} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      {smallPrint && <p className="muted">{smallPrint}</p>}
    </footer>
  )
}

function PopupOfPage({ view: { frame, content, locale } }: { view: View }) {
  const pageId = content?.kind === 'page' ? content.page.id : undefined
  const popup = frame.popups.find(({ pages }) => {
    const ids = (pages ?? []).map((page) => populated(page)?.id ?? page)
    return ids.length === 0 || (pageId !== undefined && ids.includes(pageId))
  })
  if (!popup) return null
  return (
    <PopupDialog afterSeconds={popup.afterSeconds ?? 5} closeLabel={words[locale].close} id={popup.id}>
      <Picture crop="card" media={popup.image} />
      <h2>{popup.heading}</h2>
      {popup.text && <p>{popup.text}</p>}
      {popup.link && linkPath(popup.link, locale) && <SiteLink className="button" link={popup.link} locale={locale} />}
    </PopupDialog>
  )
}

function ConsentOfSite({ view: { frame, locale } }: { view: View }) {
  const { enabled, revision, heading, text, purposes, policy } = frame.consent
  const policyPage = populated(policy)
  return (
    <ConsentBanner
      acceptLabel={words[locale].accept}
      declineLabel={words[locale].decline}
      isAsked={enabled === true}
      revision={revision}
    >
      <h2>{heading}</h2>
      <p>
        {text} {policyPage && <a href={pagePath(policyPage.slug, locale)}>{policyPage.title}</a>}
      </p>
      <ul>
        {purposes?.map(({ key, label }) => (
          <li key={key}>{label}</li>
        ))}
      </ul>
    </ConsentBanner>
  )
}
