import type { Payload } from 'payload'
import type { Post } from '../../payload-types.ts'
import { deleted, newerDraft, swappedPosts, unpublished } from '../facts.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { bold, embed, heading, linkTo, list, paragraph, relatedDocument, richText, upload } from '../richText.ts'
import type { OldMedia } from './media.ts'
import type { OldCategories, OldProducts } from './products.ts'

type Parts = { media: OldMedia; categories: OldCategories; products: OldProducts; author: number }

const postsOf = ({ media, categories, products, author }: Parts) =>
  [
    {
      title: t(swappedPosts[0].title, 'French Press, Schritt für Schritt'),
      slug: swappedPosts[0].oldSlug,
      publishedAt: '2026-03-02T08:00:00.000Z',
      excerpt: t('Four minutes, no tricks.', 'Vier Minuten, keine Tricks.'),
      image: media.press,
      categories: [categories.filter, categories.equipment],
      content: t(
        richText(
          heading('What you need'),
          paragraph('Fresh beans, a scale and ', linkTo('products', products.press, 'a French press'), '.'),
          list('30 g coffee, coarse', '500 g water at 94 °C', '4 minutes'),
          upload(media.cup, 'Wait until the crust sinks.'),
          embed('note', { text: 'Rinse the press with hot water first.', tone: 'tip' }),
        ),
        richText(
          heading('Was Sie brauchen'),
          paragraph('Frische Bohnen, eine Waage und ', linkTo('products', products.press, 'eine Kanne'), '.'),
          list('30 g Kaffee, grob', '500 g Wasser bei 94 °C', '4 Minuten'),
          upload(media.cup, 'Warten, bis die Kruste sinkt.'),
        ),
      ),
      author,
      related: [{ relationTo: 'products', value: products.press }],
    },
    {
      title: t(swappedPosts[1].title, 'Fünf Regeln für besseren Kaffee zu Hause'),
      slug: swappedPosts[1].oldSlug,
      publishedAt: '2026-04-14T08:00:00.000Z',
      excerpt: t('Water first, machine last.', 'Erst das Wasser, dann die Maschine.'),
      image: media.beans,
      categories: [categories.coffee],
      content: t(
        richText(
          list('Buy beans, not powder.', 'Use filtered water.', 'Weigh both.', 'Grind just before.', 'Clean up.'),
          embed('productCard', { product: products.grinder, photo: media.grinder }),
        ),
        richText(
          list('Bohnen, kein Pulver.', 'Gefiltertes Wasser.', 'Beides wiegen.', 'Frisch mahlen.', 'Sauber machen.'),
          embed('productCard', { product: products.grinder, photo: media.grinder }),
        ),
      ),
      author,
      related: [{ relationTo: 'products', value: products.grinder }],
    },
    {
      title: t(newerDraft.post.oldTitle, 'Wie wir rösten'),
      slug: newerDraft.post.slug,
      publishedAt: '2026-05-20T08:00:00.000Z',
      excerpt: t('Twelve kilos at a time.', 'Zwölf Kilo auf einmal.'),
      image: media.roastery,
      categories: [categories.coffee],
      content: t(
        richText(
          paragraph('We roast ', bold('twelve kilos at a time'), ' and never longer than a morning.'),
          relatedDocument('products', products.houseBlend),
        ),
        richText(paragraph('Wir rösten ', bold('zwölf Kilo auf einmal'), ', nie länger als einen Vormittag.')),
      ),
      author,
    },
    {
      title: t('A letter from Guji', 'Ein Brief aus Guji'),
      slug: 'letter-from-guji',
      publishedAt: '2026-06-11T08:00:00.000Z',
      excerpt: t('Rain, at last.', 'Endlich Regen.'),
      image: media.farm,
      categories: [categories.filter],
      content: t(
        richText(
          paragraph(
            'The harvest begins two weeks late, and that is good news for ',
            linkTo('products', products.guji, 'our Guji'),
            '.',
          ),
          upload(media.farm, 'The hills in June.'),
        ),
        richText(
          paragraph(
            'Die Ernte beginnt zwei Wochen später: gut für ',
            linkTo('products', products.guji, 'unseren Guji'),
            '.',
          ),
        ),
      ),
      author,
      related: [{ relationTo: 'products', value: products.guji }],
    },
    {
      title: t(deleted.post.title, 'Öffnungszeiten im Sommer'),
      slug: deleted.post.slug,
      publishedAt: '2026-07-01T08:00:00.000Z',
      excerpt: t('Closed on Mondays in July.', 'Im Juli montags geschlossen.'),
      image: media.storefront,
      content: t(richText('We are at the lake on Mondays.'), richText('Montags sind wir am See.')),
      author,
    },
    {
      title: t(unpublished.post.title, 'Was das Team trinkt'),
      slug: unpublished.post.slug,
      publishedAt: '2026-08-18T08:00:00.000Z',
      excerpt: t('Mostly filter, to be honest.', 'Ehrlich gesagt meistens Filter.'),
      image: media.team,
      categories: [categories.coffee],
      content: t(
        richText(embed('productCard', { product: products.morningFilter }), 'Mara drinks it black.'),
        richText(embed('productCard', { product: products.morningFilter }), 'Mara trinkt ihn schwarz.'),
      ),
      author,
    },
  ] satisfies Partial<Post>[]

export async function seedOldPosts(payload: Payload, parts: Parts): Promise<void> {
  for (const post of postsOf(parts)) await saveDocument(payload, 'posts', { ...post, _status: 'published' })
}
