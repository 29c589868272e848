// The documents that a bench site is multiplied from, saved through Payload so that their rows have the real shape.
import type { Payload } from 'payload'
import { drawImage } from '../../dev-site/seed/drawImage.ts'
import { saveDocument, t } from '../../dev-site/seed/inBothLocales.ts'
import { heading, linkTo, list, paragraph, richText } from '../../dev-site/seed/richText.ts'
import { saveMedia } from '../../dev-site/seed/saveMedia.ts'

/** Stands for the document's number in every text of a template. */
export const numberMark = '{{n}}'

/** Collections that are multiplied, with their part of a site's documents. Ids of copies begin after `firstId`. */
export const multiplied = { pages: 0.3, posts: 0.5, products: 0.2 } as const
export type Multiplied = keyof typeof multiplied
export const firstId = 1000

const english = `Number ${numberMark}: we buy from growers whom we visit each year, roast on Tuesdays and Thursdays, and ship the same day. The beans rest for a week before they leave the house.`
const german = `Nummer ${numberMark}: Wir kaufen von Menschen, die wir jedes Jahr besuchen, rösten dienstags und donnerstags und versenden am selben Tag. Die Bohnen ruhen eine Woche, bevor sie das Haus verlassen.`

export type Templates = { media: number; categories: number[]; product: number; post: number; page: number }

/** Saves `category`, `product`, `post` and `page` in both locales and publishes them. */
export const createTemplates = async (payload: Payload): Promise<Templates> => {
  const { id: media } = await saveMedia(payload, {
    name: 'bench.jpg',
    data: await drawImage({ scene: 'beans', look: 'new', seed: 1 }),
    alt: t('Beans', 'Bohnen'),
  })
  const categories: number[] = []
  for (const name of ['beans', 'tools']) {
    const { id } = await saveDocument(payload, 'categories', { title: t(name, `${name} de`), slug: name })
    categories.push(id)
  }
  const product = await createProduct(payload, numberMark, { media, category: categories[0]! })
  const post = await createPost(payload, numberMark, { media, categories, product })
  const page = await createPage(payload, numberMark, { media, product, post })
  return { media, categories, product, post, page }
}

const seo = (media: number) => ({
  title: t(`Title ${numberMark}`, `Titel ${numberMark}`),
  description: t(english, german),
  image: media,
})

/** 11 rows: 1 root, 2 locales, 4 tasting notes, 2 choices, 2 photos. */
export const createProduct = async (
  payload: Payload,
  n: string | number,
  { media, category }: { media: number; category: number },
): Promise<number> => {
  const { id } = await saveDocument(payload, 'products', {
    title: t(`Coffee ${n}`, `Kaffee ${n}`),
    slug: `coffee-${n}`,
    summary: t(english, german),
    description: t(richText(english, english), richText(german, german)),
    price: 12.5,
    stock: 40,
    category,
    origin: 'Huila',
    notes: t(['cherry', 'cocoa'], ['Kirsche', 'Kakao']),
    brewing: ['espresso', 'filter'],
    photos: [media, media],
    meta: seo(media),
  })
  return id
}

/** 7 rows: 1 root, 2 locales with rich text of about 3 KB each, 4 relations. */
export const createPost = async (
  payload: Payload,
  n: string | number,
  { media, categories, product }: { media: number; categories: number[]; product: number },
): Promise<number> => {
  const content = (text: string) =>
    richText(
      text,
      heading(`Part one of ${n}`),
      paragraph(text, linkTo('products', product, 'this coffee'), text),
      list(text, 'Second', 'Third'),
      heading('Part two', 'h3'),
      paragraph(text),
    )
  const { id } = await saveDocument(payload, 'posts', {
    title: t(`Post ${n}`, `Beitrag ${n}`),
    slug: `post-${n}`,
    publishedAt: '2026-11-01T08:00:00.000Z',
    categories,
    excerpt: t(english, german),
    image: media,
    content: t(content(english), content(german)),
    related: [
      { relationTo: 'products', value: product },
      { relationTo: 'products', value: product },
    ],
    meta: seo(media),
    _status: 'published',
  })
  return id
}

/** 17 rows: 1 root, 2 locales, a hero (3) with two links (6), a text (3), 2 link targets. */
export const createPage = async (
  payload: Payload,
  n: string | number,
  { media, product, post }: { media: number; product: number; post: number },
): Promise<number> => {
  const { id } = await saveDocument(payload, 'pages', {
    title: t(`Page ${n}`, `Seite ${n}`),
    slug: t(`page-${n}`, `seite-${n}`),
    layout: [
      {
        blockType: 'hero',
        eyebrow: t('New', 'Neu'),
        heading: t(`Welcome ${n}`, `Willkommen ${n}`),
        text: t(english, german),
        image: media,
        links: [
          {
            link: {
              label: t('Product', 'Produkt'),
              type: 'reference',
              reference: { relationTo: 'products', value: product },
            },
          },
          { link: { label: t('Post', 'Beitrag'), type: 'reference', reference: { relationTo: 'posts', value: post } } },
        ],
      },
      { blockType: 'text', content: t(richText(english, english), richText(german, german)) },
    ],
    meta: seo(media),
    _status: 'published',
  })
  return id
}
