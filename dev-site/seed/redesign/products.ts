import type { Payload } from 'payload'
import { created, deleted, prices } from '../facts.ts'
import { findIds, type GetId } from '../findIds.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import { list, richText } from '../richText.ts'
import type { NewMedia } from './media.ts'

type Parts = { media: NewMedia; mediaId: GetId; categoryId: GetId }

/** New prices and texts, a new coffee, a new category in between; the mug goes. Answers the new coffee's id. */
export async function seedNewProducts(payload: Payload, { media, mediaId, categoryId }: Parts): Promise<number> {
  const productId = await findIds(payload, 'products', 'slug')
  const singleOrigin = await saveDocument(payload, 'categories', {
    slug: 'single-origin',
    title: t('Single origin', 'Eine Herkunft'),
    parent: categoryId('coffee'),
  })
  await saveDocument(payload, 'categories', { parent: singleOrigin.id }, { id: categoryId('filter') })

  await saveDocument(
    payload,
    'products',
    {
      price: prices['house-blend'].redesign,
      summary: t('Chocolate, hazelnut, and now a little fig.', 'Schokolade, Haselnuss und jetzt etwas Feige.'),
      notes: t(['chocolate', 'hazelnut', 'fig'], ['Schokolade', 'Haselnuss', 'Feige']),
      photos: [mediaId('bag-house-blend.jpg'), media.bags],
    },
    { id: productId('house-blend') },
  )
  await saveDocument(
    payload,
    'products',
    {
      price: prices['ethiopia-guji'].redesign,
      category: singleOrigin.id,
      description: t(
        richText('The 2026 harvest, from the same hill.', list('Washed', '2,100 metres', 'Roasted on Tuesdays')),
        richText('Die Ernte 2026, vom selben Hügel.', list('Gewaschen', '2.100 Meter', 'Dienstags geröstet')),
      ),
    },
    { id: productId('ethiopia-guji') },
  )
  await saveDocument(payload, 'products', { price: prices['hand-grinder'].redesign }, { id: productId('hand-grinder') })
  const kenya = await saveDocument(payload, 'products', {
    slug: created.product.slug,
    title: t(created.product.title, 'Kenia Nyeri'),
    summary: t('Blackcurrant, tomato leaf, a long finish.', 'Johannisbeere, Tomatenblatt, langer Abgang.'),
    description: t(richText('Our first coffee from Nyeri.'), richText('Unser erster Kaffee aus Nyeri.')),
    price: 18.5,
    stock: created.product.stock,
    category: singleOrigin.id,
    origin: 'Kenya',
    notes: t(['blackcurrant', 'tomato leaf'], ['Johannisbeere', 'Tomatenblatt']),
    brewing: ['filter'],
    photos: [media.kenya],
  })
  await payload.delete({ collection: 'products', id: productId(deleted.product.slug) })
  return kenya.id
}
