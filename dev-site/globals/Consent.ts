import type { GlobalConfig } from 'payload'
import { publicGlobal } from '../access.ts'

/** What visitors are asked before anything about them is counted. */
export const Consent: GlobalConfig = {
  slug: 'consent',
  access: publicGlobal,
  fields: [
    { name: 'enabled', type: 'checkbox', defaultValue: false },
    { name: 'revision', type: 'number', required: true, defaultValue: 1, admin: { description: 'Raise to ask again' } },
    { name: 'heading', type: 'text', localized: true },
    { name: 'text', type: 'textarea', localized: true },
    {
      name: 'purposes',
      type: 'array',
      fields: [
        { name: 'key', type: 'select', required: true, options: ['analytics', 'marketing'] },
        { name: 'label', type: 'text', localized: true, required: true },
      ],
    },
    { name: 'policy', type: 'relationship', relationTo: 'pages' },
  ],
}
