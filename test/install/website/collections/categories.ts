import { type CollectionConfig, slugField } from 'payload'
import { anyone, editors } from './access.ts'

export const categories: CollectionConfig = {
  slug: 'categories',
  access: { create: editors, delete: editors, read: anyone, update: editors },
  fields: [{ name: 'title', type: 'text', required: true }, slugField()],
}
