import type { GlobalConfig } from 'payload'

export const navigation: GlobalConfig = {
  slug: 'navigation',
  access: { read: () => true },
  fields: [
    {
      name: 'items',
      type: 'array',
      fields: [
        { name: 'label', type: 'text', localized: true },
        { name: 'article', type: 'relationship', relationTo: 'articles' },
      ],
    },
  ],
}
