import type { CollectionConfig } from 'payload'
import { visitorData } from '../access.ts'

export const Orders: CollectionConfig = {
  slug: 'orders',
  access: visitorData,
  admin: { useAsTitle: 'email', defaultColumns: ['product', 'quantity', 'email', 'priceAtOrder', 'createdAt'] },
  fields: [
    { name: 'product', type: 'relationship', relationTo: 'products', required: true },
    { name: 'quantity', type: 'number', required: true, min: 1, max: 20, defaultValue: 1 },
    { name: 'email', type: 'email', required: true },
    { name: 'priceAtOrder', type: 'number', required: true, admin: { description: 'Euro for one' } },
  ],
}
