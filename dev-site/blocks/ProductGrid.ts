import type { Block } from 'payload'

export const ProductGrid: Block = {
  slug: 'productGrid',
  interfaceName: 'ProductGridBlock',
  fields: [
    { name: 'heading', type: 'text', localized: true },
    {
      name: 'show',
      type: 'radio',
      defaultValue: 'chosen',
      options: [
        { label: 'Chosen products', value: 'chosen' },
        { label: 'All products', value: 'all' },
      ],
    },
    {
      name: 'products',
      type: 'relationship',
      relationTo: 'products',
      hasMany: true,
      admin: { condition: (_, block) => block?.show !== 'all' },
    },
  ],
}
