import type { GlobalConfig } from 'payload'
import { revalidateHeader } from './revalidate.ts'

export const header: GlobalConfig = {
  slug: 'header',
  access: { read: () => true },
  hooks: { afterChange: [revalidateHeader] },
  fields: [
    {
      name: 'items',
      type: 'array',
      fields: [
        { name: 'label', type: 'text' },
        { name: 'page', type: 'relationship', relationTo: 'pages' },
      ],
    },
  ],
}
