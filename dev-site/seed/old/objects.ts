import type { Payload } from 'payload'
import { deleted } from '../facts.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import type { OldMedia } from './media.ts'

export type OldObjects = { storeType: number; millStreet: number; station: number; kiosk: number }

export async function seedOldObjects(payload: Payload, media: OldMedia): Promise<OldObjects> {
  const { id: storeType } = await saveDocument(payload, 'object-types', {
    slug: 'store',
    title: t('Store', 'Laden'),
    fields: [
      { name: 'address', label: t('Address', 'Adresse'), kind: 'text', required: true },
      { name: 'seats', label: t('Seats', 'Sitzplätze'), kind: 'number' },
      { name: 'wheelchair', label: t('Step-free', 'Stufenlos'), kind: 'boolean' },
      { name: 'photo', label: t('Photo', 'Foto'), kind: 'image' },
    ],
  })
  const save = async (title: string, data: Record<string, unknown>) =>
    (await payload.create({ collection: 'objects', data: { title, type: storeType, data } })).id
  return {
    storeType,
    millStreet: await save('Mill Street', {
      address: '12 Mill Street',
      seats: 24,
      wheelchair: true,
      photo: media.storefront,
    }),
    station: await save('Central Station', { address: 'Platform 1', seats: 6, wheelchair: true }),
    kiosk: await save(deleted.object, { address: 'Pier 4', seats: 0, wheelchair: false }),
  }
}
