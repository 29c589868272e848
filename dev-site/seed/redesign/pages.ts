import type { Payload } from 'payload'
import { created, deleted, draftOnly, homeHeading, newerDraft, renamedPage, unpublished } from '../facts.ts'
import { findIds, type GetId } from '../findIds.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { heading, linkTo, paragraph, richText, upload } from '../richText.ts'
import type { NewMedia } from './media.ts'

type Parts = {
  media: NewMedia
  mediaId: GetId
  productId: GetId
  storeType: number
  tastingType: number
  subscriptionForm: number
}

/** Answers the id of the subscriptions page. */
export async function seedNewPages(payload: Payload, parts: Parts): Promise<number> {
  const { media, mediaId, productId, storeType, tastingType, subscriptionForm } = parts
  const pageId = await findIds(payload, 'pages', 'slug')
  const subscriptions = await saveDocument(payload, 'pages', {
    title: t(created.page.title, 'Abonnements'),
    slug: t(created.page.slug, 'abonnements'),
    layout: [
      {
        blockType: 'hero',
        eyebrow: t('New', 'Neu'),
        heading: t('Never run out again', 'Nie wieder ohne'),
        text: t('Fresh bags, every month, from six kilos of drum.', 'Frische Tüten, jeden Monat.'),
        image: media.delivery,
      },
      { blockType: 'form', heading: t('Start yours', 'Jetzt beginnen'), form: subscriptionForm },
    ],
    meta: { title: t('Coffee subscriptions', 'Kaffee-Abonnements') },
    _status: 'published',
  })
  await saveDocument(
    payload,
    'pages',
    {
      layout: [
        {
          blockType: 'hero',
          eyebrow: t('Roasted on Tuesdays', 'Dienstags geröstet'),
          heading: t(homeHeading.redesign.en, homeHeading.redesign.de),
          text: t(
            'Six kilos at a time, in paper bags, at your door on Thursday.',
            'Sechs Kilo auf einmal, in Papiertüten, donnerstags an Ihrer Tür.',
          ),
          image: mediaId('roastery.jpg'),
          links: [
            { link: { label: t('Shop coffee', 'Kaffee kaufen'), type: 'custom', url: '/products' } },
            {
              link: {
                label: t('Subscribe', 'Abonnieren'),
                type: 'reference',
                reference: { relationTo: 'pages', value: subscriptions.id },
              },
            },
          ],
        },
        {
          blockType: 'productGrid',
          heading: t('This week’s roasts', 'Diese Woche geröstet'),
          show: 'chosen',
          products: [productId(created.product.slug), productId('ethiopia-guji'), productId('house-blend')],
        },
        {
          blockType: 'callToAction',
          heading: t('A bag a month', 'Eine Tüte im Monat'),
          text: t('Pause whenever you like.', 'Pause, wann immer Sie wollen.'),
          tone: 'accent',
          link: {
            label: t('How it works', 'So geht es'),
            type: 'reference',
            reference: { relationTo: 'pages', value: subscriptions.id },
          },
        },
        {
          blockType: 'gallery',
          heading: t('On Mill Street', 'In der Mühlstraße'),
          images: [media.street, media.bags, media.delivery, mediaId('farm.jpg')],
        },
        { blockType: 'objectList', heading: t('Come and taste', 'Kommen Sie kosten'), type: tastingType },
        { blockType: 'postList', heading: t('From the journal', 'Aus dem Journal'), limit: 3 },
      ],
      meta: { description: t('Coffee, roasted slowly.', 'Kaffee, langsam geröstet.'), image: media.bags },
      _status: 'published',
    },
    { id: pageId('home') },
  )
  await saveDocument(
    payload,
    'pages',
    {
      title: t('Our story', 'Unsere Geschichte'),
      slug: t(renamedPage.newSlug.en, renamedPage.newSlug.de),
      layout: [
        {
          blockType: 'text',
          content: t(
            richText(
              heading('From a garage to Mill Street'),
              paragraph(
                'Mara and Jon began in a garage. Taste where they got to: ',
                linkTo('products', productId(created.product.slug), 'Kenya Nyeri'),
                '.',
              ),
              upload(media.street, 'Mill Street, this morning'),
            ),
            richText(heading('Von der Garage in die Mühlstraße'), 'Mara und Jon haben in einer Garage angefangen.'),
          ),
        },
        { blockType: 'objectList', heading: t('Visit us', 'Besuchen Sie uns'), type: storeType },
      ],
      _status: 'published',
    },
    { id: pageId(renamedPage.oldSlug.en) },
  )
  await payload.update({
    collection: 'pages',
    id: pageId(newerDraft.page.slug),
    draft: true,
    data: { title: newerDraft.page.draftTitle, _status: 'draft' },
  })
  await payload.create({
    collection: 'pages',
    draft: true,
    data: { title: draftOnly.page.title, slug: draftOnly.page.slug, layout: [], _status: 'draft' },
  })
  await payload.update({ collection: 'pages', id: pageId(unpublished.page.slug), data: { _status: 'draft' } })
  await payload.delete({ collection: 'pages', id: pageId(deleted.page.slug) })
  return subscriptions.id
}
