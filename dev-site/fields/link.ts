import type { GroupField } from 'payload'

/** A link to a document of this site or to any address. */
export const link = ({ required = true } = {}): GroupField => ({
  name: 'link',
  type: 'group',
  fields: [
    { name: 'label', type: 'text', localized: true, required },
    {
      name: 'type',
      type: 'radio',
      defaultValue: 'reference',
      options: [
        { label: 'Page, post or product', value: 'reference' },
        { label: 'Address', value: 'custom' },
      ],
    },
    {
      name: 'reference',
      type: 'relationship',
      relationTo: ['pages', 'posts', 'products'],
      admin: { condition: (_, group) => group?.type !== 'custom' },
    },
    { name: 'url', type: 'text', admin: { condition: (_, group) => group?.type === 'custom' } },
  ],
})
