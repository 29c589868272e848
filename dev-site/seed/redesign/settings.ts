import type { Payload } from 'payload'
import { created, deleted, design, renamedPage, robotsLine, unpublished } from '../facts.ts'
import { findIds } from '../findIds.ts'
import { saveDocument, saveGlobal, t } from '../inBothLocales.ts'
import { pageLink, urlLink } from '../old/settings.ts'
import type { NewMedia } from './media.ts'

export async function seedNewSettings(
  payload: Payload,
  { media, subscriptions }: { media: NewMedia; subscriptions: number },
): Promise<void> {
  const pageId = await findIds(payload, 'pages', 'slug')
  const [about, contact] = [pageId(renamedPage.newSlug.en), pageId('contact')]
  const [stores, privacy] = [pageId('stores'), pageId('privacy')]
  await saveGlobal(payload, 'header', {
    siteName: 'Acme',
    announcement: t('New: a bag a month', 'Neu: eine Tüte im Monat'),
    nav: [
      urlLink(t('Shop', 'Shop'), '/products'),
      pageLink(t('Subscriptions', 'Abonnements'), subscriptions),
      urlLink(t('Journal', 'Journal'), '/posts'),
      pageLink(t('Our story', 'Geschichte'), about),
      pageLink(t('Contact', 'Kontakt'), contact),
    ],
  })
  await saveGlobal(payload, 'footer', {
    text: t('Roasted slowly on Mill Street.', 'Langsam geröstet in der Mühlstraße.'),
    columns: [
      {
        heading: t('Visit', 'Besuchen'),
        links: [pageLink(t('Stores', 'Läden'), stores), pageLink(t('Contact', 'Kontakt'), contact)],
      },
      {
        heading: t('Read', 'Lesen'),
        links: [urlLink('Journal', '/posts'), pageLink(t('Our story', 'Unsere Geschichte'), about)],
      },
      { heading: t('Small print', 'Kleingedrucktes'), links: [pageLink(t('Privacy', 'Datenschutz'), privacy)] },
    ],
    smallPrint: '© 2026 Acme Coffee Roasters',
  })
  await saveGlobal(payload, 'design', {
    light: {
      background: '#fff7ec',
      surface: '#ffffff',
      text: '#0a3d42',
      muted: '#4c6a6b',
      accent: design.redesign.accent,
      onAccent: '#ffffff',
    },
    dark: {
      background: '#07282b',
      surface: '#0d373b',
      text: '#fff4e6',
      muted: '#a9c4c1',
      accent: '#ff8f6b',
      onAccent: '#07282b',
    },
    fonts: { heading: 'sans', body: 'sans' },
    radius: 18,
    components: { button: design.redesign.button, card: 'shadow', header: 'split' },
    css: design.redesign.css,
  })
  await saveGlobal(payload, 'seo', {
    titleTemplate: '%s · Acme Coffee Roasters',
    description: t('Coffee, roasted slowly on Mill Street.', 'Kaffee, langsam geröstet in der Mühlstraße.'),
    image: media.bags,
  })
  await saveGlobal(payload, 'robots', {
    rules: [
      { userAgent: '*', disallow: [robotsLine.redesign.replace('Disallow: ', '')] },
      { userAgent: 'GreedyBot', disallow: ['/'] },
    ],
    sitemap: true,
  })
  await saveGlobal(payload, 'consent', {
    enabled: true,
    revision: 2,
    heading: t('May we count you?', 'Dürfen wir Sie zählen?'),
    text: t('Page views, without your name.', 'Seitenaufrufe, ohne Ihren Namen.'),
    purposes: [{ key: 'analytics', label: t('Count page views', 'Seitenaufrufe zählen') }],
    policy: privacy,
  })
  await seedNewRedirects(payload, about)
  await seedNewPopups(payload, { media, subscriptions })
}

async function seedNewRedirects(payload: Payload, about: number): Promise<void> {
  const redirectId = await findIds(payload, 'redirects', 'from')
  await payload.delete({ collection: 'redirects', id: redirectId(deleted.redirect) })
  for (const from of Object.keys(renamedPage.redirects)) {
    await payload.create({
      collection: 'redirects',
      data: { from, to: { type: 'reference', reference: { relationTo: 'pages', value: about } } },
    })
  }
}

async function seedNewPopups(
  payload: Payload,
  { media, subscriptions }: { media: NewMedia; subscriptions: number },
): Promise<void> {
  const popupId = await findIds(payload, 'popups', 'name')
  await payload.update({ collection: 'popups', id: popupId(unpublished.popup), data: { _status: 'draft' } })
  await saveDocument(payload, 'popups', {
    name: created.popup,
    heading: t('A bag a month', 'Eine Tüte im Monat'),
    text: t('The first one ships free.', 'Die erste kommt ohne Versandkosten.'),
    image: media.delivery,
    link: {
      label: t('Tell me more', 'Mehr erfahren'),
      type: 'reference',
      reference: { relationTo: 'pages', value: subscriptions },
    },
    afterSeconds: 8,
    _status: 'published',
  })
}
