import type { Payload } from 'payload'
import { createPdf } from '../createPdf.ts'
import { drawImage, type Scene } from '../drawImage.ts'
import { deleted, replacedFiles } from '../facts.ts'
import { t } from '../inBothLocales.ts'
import { saveMedia } from '../saveMedia.ts'

const photographs = {
  roastery: [replacedFiles.sameName, 'roaster', t('The roaster in our workshop', 'Der Röster in unserer Werkstatt')],
  storefront: [replacedFiles.newName.from, 'shop', t('Our shop in Mill Street', 'Unser Laden in der Mühlstraße')],
  team: [deleted.media, 'portrait', t('The team of 1998', 'Das Team von 1998')],
  farm: ['farm.jpg', 'hills', t('Coffee growing in the hills of Guji', 'Kaffeeanbau in den Hügeln von Guji')],
  cup: ['cup.jpg', 'cup', t('A cup of coffee seen from above', 'Eine Tasse Kaffee von oben')],
  beans: ['beans.jpg', 'beans', t('Roasted beans', 'Geröstete Bohnen')],
  bagHouse: ['bag-house-blend.jpg', 'bag', t('A bag of House Blend', 'Eine Tüte House Blend')],
  bagMorning: ['bag-morning-filter.jpg', 'bag', t('A bag of Morning Filter', 'Eine Tüte Morgenfilter')],
  bagGuji: ['bag-ethiopia-guji.jpg', 'bag', t('A bag of Ethiopia Guji', 'Eine Tüte Äthiopien Guji')],
  bagDecaf: ['bag-decaf.jpg', 'bag', t('A bag of decaf', 'Eine Tüte Entkoffeinierter')],
  grinder: ['hand-grinder.jpg', 'tool', t('A hand grinder', 'Eine Handmühle')],
  press: ['french-press.jpg', 'tool', t('A French press', 'Eine Pressstempelkanne')],
  mug: ['enamel-mug.jpg', 'cup', t('An enamel mug', 'Ein Emaillebecher')],
  avatar: ['avatar-mara.jpg', 'portrait', t('Mara, head roaster', 'Mara, Röstmeisterin')],
} satisfies Record<string, [name: string, scene: Scene, alt: string]>

export type OldMedia = Record<keyof typeof photographs | 'priceList', number>

export async function seedOldMedia(payload: Payload): Promise<OldMedia> {
  const ids: Record<string, number> = {}
  for (const [index, [key, [name, scene, alt]]] of Object.entries(photographs).entries()) {
    const data = await drawImage({ scene, look: 'old', seed: index })
    ids[key] = (await saveMedia(payload, { name, data, alt })).id
  }
  const priceList = createPdf(['Acme Coffee Roasters', 'Price list, autumn', 'House Blend 12.90', 'Hand grinder 79.00'])
  ids.priceList = (
    await saveMedia(payload, { name: replacedFiles.document, data: priceList, alt: t('Price list', 'Preisliste') })
  ).id
  return ids as OldMedia
}
