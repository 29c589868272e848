import type { Payload } from 'payload'
import type { Media } from '../payload-types.ts'
import { saveDocument } from './inBothLocales.ts'

type File = { name: string; data: Buffer; alt: string }

/** Creates a media document, or replaces the file of the one of `id`. */
export function saveMedia(payload: Payload, { name, data, alt }: File, id?: number): Promise<Media> {
  const mimetype = name.endsWith('.pdf') ? 'application/pdf' : 'image/jpeg'
  return saveDocument(payload, 'media', { alt }, { id, file: { name, data, mimetype, size: data.length } })
}
