import type { CollectionConfig } from 'payload'
import { publicContent } from '../access.ts'
import { slug } from '../fields/slug.ts'

/** A shape of data that editors define at run time, e.g. store locations. */
export const ObjectTypes: CollectionConfig = {
  slug: 'object-types',
  access: publicContent,
  admin: { useAsTitle: 'title', defaultColumns: ['title', 'slug'] },
  fields: [
    { name: 'title', type: 'text', localized: true, required: true },
    slug(),
    {
      name: 'fields',
      type: 'array',
      required: true,
      minRows: 1,
      fields: [
        {
          name: 'name',
          type: 'text',
          required: true,
          validate: (value: string | null | undefined) =>
            /^[a-z][a-zA-Z0-9]*$/.test(value ?? '') || 'Begin with a lower-case letter, then letters and digits only.',
        },
        { name: 'label', type: 'text', localized: true, required: true },
        {
          name: 'kind',
          type: 'select',
          required: true,
          defaultValue: 'text',
          options: ['text', 'number', 'boolean', 'image'],
        },
        { name: 'required', type: 'checkbox', defaultValue: false },
      ],
    },
  ],
}
