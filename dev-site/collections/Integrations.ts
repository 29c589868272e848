import type { CollectionConfig } from 'payload'
import { internalContent, isAdminField } from '../access.ts'

/** Where the answers of a form are sent. */
export const Integrations: CollectionConfig = {
  slug: 'integrations',
  access: internalContent,
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'kind', 'enabled'] },
  fields: [
    { name: 'name', type: 'text', required: true },
    {
      name: 'kind',
      type: 'select',
      required: true,
      options: [
        { label: 'Webhook', value: 'webhook' },
        { label: 'Email', value: 'email' },
      ],
    },
    { name: 'url', type: 'text', required: true, admin: { description: 'https://… or mailto:…' } },
    { name: 'token', type: 'text', access: { read: isAdminField, update: isAdminField } },
    { name: 'enabled', type: 'checkbox', defaultValue: true },
  ],
}
