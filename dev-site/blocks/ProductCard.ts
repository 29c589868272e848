import type { Block } from 'payload'

/** A product shown inside rich text. */
export const ProductCard: Block = {
  slug: 'productCard',
  interfaceName: 'ProductCardBlock',
  fields: [
    { name: 'product', type: 'relationship', relationTo: 'products', required: true },
    { name: 'photo', type: 'upload', relationTo: 'media' },
    { name: 'seeAlso', type: 'relationship', relationTo: ['posts', 'pages'] },
  ],
}
