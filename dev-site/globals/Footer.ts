import type { GlobalConfig } from 'payload'
import { publicGlobal } from '../access.ts'
import { link } from '../fields/link.ts'

export const Footer: GlobalConfig = {
  slug: 'footer',
  access: publicGlobal,
  fields: [
    { name: 'text', type: 'textarea', localized: true },
    {
      name: 'columns',
      type: 'array',
      maxRows: 4,
      fields: [
        { name: 'heading', type: 'text', localized: true, required: true },
        { name: 'links', type: 'array', fields: [link()] },
      ],
    },
    { name: 'smallPrint', type: 'text', localized: true },
  ],
}
