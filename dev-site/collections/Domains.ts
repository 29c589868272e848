import type { CollectionConfig } from 'payload'
import { isAdmin, isAdminUser } from '../access.ts'

/** The names under which the site is reached: operations, not content, and the same for both environments. */
export const Domains: CollectionConfig = {
  slug: 'domains',
  access: { create: isAdmin, read: isAdminUser, update: isAdmin, delete: isAdmin },
  admin: { useAsTitle: 'hostname', defaultColumns: ['hostname', 'primary'] },
  fields: [
    { name: 'hostname', type: 'text', required: true, unique: true },
    { name: 'primary', type: 'checkbox', defaultValue: false },
  ],
}
