import type { Payload } from 'payload'
import type { Page } from '../../payload-types.ts'
import { deleted, homeHeading, newerDraft, renamedPage, unpublished } from '../facts.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { heading, linkTo, list, paragraph, richText, upload } from '../richText.ts'
import type { OldForms } from './forms.ts'
import type { OldMedia } from './media.ts'
import type { OldObjects } from './objects.ts'
import type { OldCategories, OldProducts } from './products.ts'

type Parts = {
  media: OldMedia
  categories: OldCategories
  products: OldProducts
  forms: OldForms
  objects: OldObjects
}

const pagesOf = ({ media, categories, products, forms, objects }: Parts) =>
  ({
    home: {
      title: t('Acme Coffee Roasters', 'Acme Kaffeerösterei'),
      slug: 'home',
      layout: [
        {
          blockType: 'hero',
          eyebrow: t('Mill Street', 'Mühlstraße'),
          heading: t(homeHeading.old.en, homeHeading.old.de),
          text: t(
            'A small roastery with a big drum. Come in, it is warm.',
            'Eine kleine Rösterei mit einer großen Trommel. Kommen Sie herein, es ist warm.',
          ),
          image: media.roastery,
          links: [
            { link: { label: t('To the shop', 'Zum Laden'), type: 'custom', url: '/products' } },
            { link: { label: t('Write to us', 'Schreiben Sie uns'), type: 'custom', url: '/contact' } },
          ],
        },
        {
          blockType: 'productGrid',
          heading: t('From the shelf', 'Aus dem Regal'),
          show: 'chosen',
          products: [products.houseBlend, products.morningFilter, products.grinder],
        },
        {
          blockType: 'text',
          content: t(
            richText(
              heading('Since 1998'),
              paragraph(
                'We buy from people we know, and have visited all but one of them. Start with ',
                linkTo('products', products.houseBlend, 'the House Blend'),
                '.',
              ),
            ),
            richText(
              heading('Seit 1998'),
              paragraph(
                'Wir kaufen bei Menschen, die wir kennen. Beginnen Sie mit dem ',
                linkTo('products', products.houseBlend, 'House Blend'),
                '.',
              ),
            ),
          ),
        },
        {
          blockType: 'gallery',
          heading: t('The workshop', 'Die Werkstatt'),
          images: [media.beans, media.storefront, media.cup],
        },
        { blockType: 'postList', heading: t('News', 'Neuigkeiten'), limit: 3, category: categories.coffee },
      ],
      meta: { description: t('Coffee from Mill Street.', 'Kaffee aus der Mühlstraße.') },
    },
    about: {
      title: t('About us', 'Über uns'),
      slug: t(renamedPage.oldSlug.en, renamedPage.oldSlug.de),
      layout: [
        {
          blockType: 'text',
          content: t(
            richText(
              heading('Two people and a drum'),
              'Mara and Jon began in a garage. The neighbours complained, then they came to buy.',
              upload(media.team, 'The team of 1998'),
            ),
            richText(heading('Zwei Menschen und eine Trommel'), 'Mara und Jon haben in einer Garage angefangen.'),
          ),
        },
        {
          blockType: 'callToAction',
          heading: t('Visit us', 'Besuchen Sie uns'),
          tone: 'plain',
          link: { label: t('Our stores', 'Unsere Läden'), type: 'custom', url: '/stores' },
        },
      ],
    },
    stores: {
      title: t('Stores', 'Läden'),
      slug: t('stores', 'laeden'),
      layout: [{ blockType: 'objectList', heading: t('Where we are', 'Wo wir sind'), type: objects.storeType }],
    },
    contact: {
      title: t('Contact', 'Kontakt'),
      slug: t('contact', 'kontakt'),
      layout: [
        {
          blockType: 'form',
          heading: t('Write to us', 'Schreiben Sie uns'),
          intro: t('Questions, praise, broken mugs.', 'Fragen, Lob, zerbrochene Becher.'),
          form: forms.contact,
        },
      ],
    },
    wholesale: {
      title: t(unpublished.page.title, 'Großhandel'),
      slug: t(unpublished.page.slug, 'grosshandel'),
      layout: [
        {
          blockType: 'text',
          content: t(
            richText('From ten kilos a month.', list('Training included', 'Delivery on Tuesdays')),
            richText('Ab zehn Kilo im Monat.', list('Mit Schulung', 'Lieferung dienstags')),
          ),
        },
      ],
    },
    faq: {
      title: t(deleted.page.title, 'Fragen und Antworten'),
      slug: t(deleted.page.slug, 'fragen'),
      layout: [
        {
          blockType: 'text',
          content: t(
            richText(heading('Do you ship?', 'h3'), 'Yes, on Mondays and Thursdays.'),
            richText(heading('Versenden Sie?', 'h3'), 'Ja, montags und donnerstags.'),
          ),
        },
      ],
    },
    privacy: {
      title: t(newerDraft.page.publishedTitle, 'Datenschutz'),
      slug: t(newerDraft.page.slug, 'datenschutz'),
      layout: [
        {
          blockType: 'text',
          content: t(
            richText('We count page views without names. That is all.'),
            richText('Wir zählen Seitenaufrufe ohne Namen. Das ist alles.'),
          ),
        },
      ],
      meta: { noIndex: true },
    },
  }) satisfies Record<string, Partial<Page>>

export type OldPages = Record<keyof ReturnType<typeof pagesOf>, number>

export async function seedOldPages(payload: Payload, parts: Parts): Promise<OldPages> {
  const ids: Record<string, number> = {}
  for (const [key, page] of Object.entries(pagesOf(parts))) {
    ids[key] = (await saveDocument(payload, 'pages', { ...(page as Partial<Page>), _status: 'published' })).id
  }
  return ids as OldPages
}
