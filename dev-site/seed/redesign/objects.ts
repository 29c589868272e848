import type { Payload } from 'payload'
import { created, deleted } from '../facts.ts'
import { findIds } from '../findIds.ts'
import { saveDocument, t } from '../inBothLocales.ts'
import type { NewMedia } from './media.ts'

/** Stores tell their opening hours, the kiosk closes, tastings are a new shape of data. Answers the new type's id. */
export async function seedNewObjects(payload: Payload, media: NewMedia): Promise<number> {
  const storeType = (await findIds(payload, 'object-types', 'slug'))('store')
  const objectId = await findIds(payload, 'objects', 'title')
  await payload.delete({ collection: 'objects', id: objectId(deleted.object) })
  await saveDocument(
    payload,
    'object-types',
    {
      fields: [
        { name: 'address', label: t('Address', 'Adresse'), kind: 'text', required: true },
        { name: 'hours', label: t('Open', 'Geöffnet'), kind: 'text' },
        { name: 'seats', label: t('Seats', 'Sitzplätze'), kind: 'number' },
        { name: 'wheelchair', label: t('Step-free', 'Stufenlos'), kind: 'boolean' },
        { name: 'photo', label: t('Photo', 'Foto'), kind: 'image' },
      ],
    },
    { id: storeType },
  )
  await payload.update({
    collection: 'objects',
    id: objectId('Mill Street'),
    data: { data: { address: '12 Mill Street', hours: '7–18', seats: 30, wheelchair: true, photo: media.street } },
  })
  await payload.create({
    collection: 'objects',
    data: {
      title: 'University',
      type: storeType,
      data: { address: '3 College Lane', hours: '8–16', seats: 12, wheelchair: true },
    },
  })
  const tasting = await saveDocument(payload, 'object-types', {
    slug: created.objectType,
    title: t('Tasting', 'Verkostung'),
    fields: [
      { name: 'day', label: t('Day', 'Tag'), kind: 'text', required: true },
      { name: 'places', label: t('Places', 'Plätze'), kind: 'number', required: true },
    ],
  })
  await payload.create({
    collection: 'objects',
    data: { title: created.object, type: tasting.id, data: { day: 'Tuesday, 18:00', places: 8 } },
  })
  return tasting.id
}
