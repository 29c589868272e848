import type { TextField } from 'payload'

const toSlug = (title: string) =>
  title
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** The part of the address that names a document, made from its title when left empty. */
export const slug = ({ localized = false } = {}): TextField => ({
  name: 'slug',
  type: 'text',
  required: true,
  unique: true,
  index: true,
  localized,
  admin: { position: 'sidebar' },
  hooks: {
    beforeValidate: [
      ({ value, data }) => (typeof value === 'string' && value ? value : data?.title ? toSlug(data.title) : value),
    ],
  },
})
