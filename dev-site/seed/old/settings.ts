import type { Payload } from 'payload'
import { deleted, robotsLine, unpublished } from '../facts.ts'
import { saveDocument, saveGlobal, t } from '../inBothLocales.ts'
import type { OldMedia } from './media.ts'
import type { OldPages } from './pages.ts'

type Parts = { media: OldMedia; pages: OldPages }

export const pageLink = (label: string, value: number) => ({
  link: { label, type: 'reference' as const, reference: { relationTo: 'pages' as const, value }, url: null },
})

export const urlLink = (label: string, url: string) => ({
  link: { label, type: 'custom' as const, reference: null, url },
})

/** Globals, redirects and popups. The design stays at its defaults, but for a line of CSS. */
export async function seedOldSettings(payload: Payload, { media, pages }: Parts): Promise<void> {
  await saveGlobal(payload, 'header', {
    siteName: 'Acme Coffee Roasters',
    announcement: null,
    nav: [
      urlLink(t('Shop', 'Laden'), '/products'),
      urlLink(t('News', 'Neuigkeiten'), '/posts'),
      pageLink(t('About', 'Über uns'), pages.about),
      pageLink(t('Wholesale', 'Großhandel'), pages.wholesale),
      pageLink(t('Contact', 'Kontakt'), pages.contact),
    ],
  })
  await saveGlobal(payload, 'footer', {
    text: t('Acme Coffee Roasters, 12 Mill Street', 'Acme Kaffeerösterei, Mühlstraße 12'),
    columns: [
      {
        heading: t('Help', 'Hilfe'),
        links: [pageLink(t('Questions', 'Fragen'), pages.faq), pageLink(t('Privacy', 'Datenschutz'), pages.privacy)],
      },
    ],
    smallPrint: '© 2026 Acme',
  })
  await saveGlobal(payload, 'design', { css: '.hero h1 { font-style: italic; }' })
  await saveGlobal(payload, 'seo', {
    titleTemplate: '%s – Acme Coffee',
    description: t('A small roastery in Mill Street.', 'Eine kleine Rösterei in der Mühlstraße.'),
    image: media.storefront,
  })
  await saveGlobal(payload, 'robots', {
    rules: [{ userAgent: '*', disallow: [robotsLine.old.replace('Disallow: ', '')] }],
    sitemap: false,
  })
  await saveGlobal(payload, 'consent', { enabled: false, revision: 1 })

  for (const [from, url] of [
    ['/coffee', '/products'],
    [deleted.redirect, '/products'],
  ] as const) {
    await payload.create({ collection: 'redirects', data: { from, to: { type: 'custom', url } } })
  }
  await payload.create({
    collection: 'redirects',
    data: { from: '/impressum', to: { type: 'reference', reference: { relationTo: 'pages', value: pages.privacy } } },
  })
  await saveDocument(payload, 'popups', {
    name: unpublished.popup,
    heading: t('A letter a month', 'Ein Brief im Monat'),
    text: t('New harvests, before they are in the shop.', 'Neue Ernten, bevor sie im Laden sind.'),
    link: {
      label: t('Write to us', 'Schreiben Sie uns'),
      type: 'reference',
      reference: { relationTo: 'pages', value: pages.contact },
    },
    afterSeconds: 20,
    _status: 'published',
  })
}
