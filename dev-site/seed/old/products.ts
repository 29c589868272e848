import type { Payload } from 'payload'
import type { Product } from '../../payload-types.ts'
import { deleted, prices } from '../facts.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { list, paragraph, richText } from '../richText.ts'
import type { OldMedia } from './media.ts'

export type OldCategories = Record<'coffee' | 'espresso' | 'filter' | 'equipment', number>

export async function seedOldCategories(payload: Payload): Promise<OldCategories> {
  const save = async (slug: string, title: string, parent?: number) =>
    (await saveDocument(payload, 'categories', { slug, title, parent })).id
  const coffee = await save('coffee', t('Coffee', 'Kaffee'))
  return {
    coffee,
    espresso: await save('espresso', 'Espresso', coffee),
    filter: await save('filter', t('Filter coffee', 'Filterkaffee'), coffee),
    equipment: await save('equipment', t('Equipment', 'Zubehör')),
  }
}

const productsOf = (media: OldMedia, categories: OldCategories) =>
  ({
    houseBlend: {
      slug: 'house-blend',
      title: 'House Blend',
      summary: t(
        'Our everyday espresso: chocolate, hazelnut, no fuss.',
        'Unser Espresso für jeden Tag: Schokolade, Haselnuss.',
      ),
      description: t(
        richText(
          'Two thirds Brazil, one third India, roasted dark as we have done since the first day.',
          list('Grind fine', '18 g in, 36 g out', '28 seconds'),
        ),
        richText(
          'Zwei Drittel Brasilien, ein Drittel Indien, dunkel geröstet wie am ersten Tag.',
          list('Fein mahlen', '18 g hinein, 36 g heraus', '28 Sekunden'),
        ),
      ),
      price: prices['house-blend'].old,
      stock: prices['house-blend'].stock,
      category: categories.espresso,
      origin: 'Brazil, India',
      notes: t(['chocolate', 'hazelnut'], ['Schokolade', 'Haselnuss']),
      brewing: ['espresso', 'french-press'],
      photos: [media.bagHouse, media.beans],
    },
    morningFilter: {
      slug: 'morning-filter',
      title: t('Morning Filter', 'Morgenfilter'),
      summary: t('A light roast for the first big cup.', 'Eine helle Röstung für die erste große Tasse.'),
      description: t(
        richText('Sweet and clear, for a slow start.'),
        richText('Süß und klar, für einen ruhigen Anfang.'),
      ),
      price: 11.5,
      stock: 80,
      category: categories.filter,
      origin: 'Colombia',
      notes: t(['caramel', 'red apple'], ['Karamell', 'roter Apfel']),
      brewing: ['filter'],
      photos: [media.bagMorning],
    },
    guji: {
      slug: 'ethiopia-guji',
      title: t('Ethiopia Guji', 'Äthiopien Guji'),
      summary: t('Washed, floral, from one hill.', 'Gewaschen, blumig, von einem Hügel.'),
      description: t(
        richText(paragraph('Grown at 2,100 metres by 240 families.')),
        richText(paragraph('Auf 2.100 Metern von 240 Familien angebaut.')),
      ),
      price: prices['ethiopia-guji'].old,
      stock: prices['ethiopia-guji'].stock,
      category: categories.filter,
      origin: 'Ethiopia',
      notes: t(['jasmine', 'peach', 'bergamot'], ['Jasmin', 'Pfirsich', 'Bergamotte']),
      brewing: ['filter', 'cold-brew'],
      photos: [media.bagGuji, media.farm],
    },
    decaf: {
      slug: 'evening-decaf',
      title: t('Evening Decaf', 'Abend-Entkoffeiniert'),
      summary: t('All of the taste, none of the night.', 'Der ganze Geschmack, und trotzdem Schlaf.'),
      price: 13.2,
      stock: 35,
      category: categories.espresso,
      origin: 'Mexico',
      notes: t(['cocoa'], ['Kakao']),
      brewing: ['espresso', 'filter'],
      photos: [media.bagDecaf],
    },
    grinder: {
      slug: 'hand-grinder',
      title: t('Hand grinder', 'Handmühle'),
      summary: t('Steel burrs, 30 g, fits in a rucksack.', 'Stahlmahlwerk, 30 g, passt in jeden Rucksack.'),
      price: prices['hand-grinder'].old,
      stock: prices['hand-grinder'].stock,
      category: categories.equipment,
      photos: [media.grinder],
    },
    press: {
      slug: 'french-press',
      title: t('French press', 'Pressstempelkanne'),
      summary: t('One litre, double wall.', 'Ein Liter, doppelwandig.'),
      price: 42,
      stock: 22,
      category: categories.equipment,
      photos: [media.press],
    },
    mug: {
      slug: deleted.product.slug,
      title: t(deleted.product.title, 'Emaillebecher'),
      summary: t('Survives a fall, and us.', 'Übersteht jeden Sturz, und uns.'),
      price: 9.5,
      stock: 64,
      category: categories.equipment,
      photos: [media.mug],
    },
  }) satisfies Record<string, Partial<Product>>

export type OldProducts = Record<keyof ReturnType<typeof productsOf>, number>

export async function seedOldProducts(
  payload: Payload,
  { media, categories }: { media: OldMedia; categories: OldCategories },
): Promise<OldProducts> {
  const ids: Record<string, number> = {}
  for (const [key, product] of Object.entries(productsOf(media, categories))) {
    ids[key] = (await saveDocument(payload, 'products', product as Partial<Product>)).id
  }
  return ids as OldProducts
}
