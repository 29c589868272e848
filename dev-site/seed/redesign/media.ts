import type { Payload } from 'payload'
import { createPdf } from '../createPdf.ts'
import { drawImage, type Scene } from '../drawImage.ts'
import { created, deleted, replacedFiles } from '../facts.ts'
import type { GetId } from '../findIds.ts'
import { t } from '../inBothLocales.ts'
import { saveMedia } from '../saveMedia.ts'

const photographs = {
  bags: [created.media, 'bag', t('Three of the new bags', 'Drei der neuen Tüten')],
  kenya: ['bag-kenya-nyeri.jpg', 'bag', t('A bag of Kenya Nyeri', 'Eine Tüte Kenia Nyeri')],
  street: ['street.jpg', 'shop', t('Mill Street in the morning', 'Die Mühlstraße am Morgen')],
  delivery: ['delivery.jpg', 'cup', t('Coffee at the door', 'Kaffee an der Tür')],
} satisfies Record<string, [name: string, scene: Scene, alt: string]>

export type NewMedia = Record<keyof typeof photographs, number>

/** Adds photographs, and replaces files within documents that stay. */
export async function seedNewMedia(payload: Payload, mediaId: GetId): Promise<NewMedia> {
  const ids: Record<string, number> = {}
  for (const [index, [key, [name, scene, alt]]] of Object.entries(photographs).entries()) {
    const data = await drawImage({ scene, look: 'new', seed: index })
    ids[key] = (await saveMedia(payload, { name, data, alt })).id
  }

  const replacements = [
    {
      from: replacedFiles.sameName,
      to: replacedFiles.sameName,
      scene: 'roaster',
      alt: t('The new roaster', 'Der neue Röster'),
    },
    {
      from: replacedFiles.newName.from,
      to: replacedFiles.newName.to,
      scene: 'shop',
      alt: t('Our repainted shop', 'Unser frisch gestrichener Laden'),
    },
    {
      from: 'bag-house-blend.jpg',
      to: 'bag-house-blend.jpg',
      scene: 'bag',
      alt: t('The new bag of House Blend', 'Die neue Tüte House Blend'),
    },
    {
      from: 'bag-ethiopia-guji.jpg',
      to: 'bag-ethiopia-guji.jpg',
      scene: 'bag',
      alt: t('The new bag of Ethiopia Guji', 'Die neue Tüte Äthiopien Guji'),
    },
    { from: 'farm.jpg', to: 'farm.jpg', scene: 'hills', alt: t('The hills of Guji', 'Die Hügel von Guji') },
  ] as const
  for (const [index, { from, to, scene, alt }] of replacements.entries()) {
    const data = await drawImage({ scene, look: 'new', seed: index + 11 })
    await saveMedia(payload, { name: to, data, alt }, mediaId(from))
  }
  const priceList = createPdf(['Acme Coffee Roasters', 'Price list, winter', 'House Blend 13.90', 'Hand grinder 69.00'])
  const document = replacedFiles.document
  await saveMedia(payload, { name: document, data: priceList, alt: t('Price list', 'Preisliste') }, mediaId(document))
  return ids as NewMedia
}

/** Last of all: nothing points at it any more. */
export async function deleteOldMedia(payload: Payload, mediaId: GetId): Promise<void> {
  await payload.delete({ collection: 'media', id: mediaId(deleted.media) })
}
