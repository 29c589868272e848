import type { Block } from 'payload'
import { link } from '../fields/link.ts'

export const CallToAction: Block = {
  slug: 'callToAction',
  interfaceName: 'CallToActionBlock',
  fields: [
    { name: 'heading', type: 'text', localized: true, required: true },
    { name: 'text', type: 'textarea', localized: true },
    {
      name: 'tone',
      type: 'select',
      defaultValue: 'accent',
      options: ['accent', 'plain'],
    },
    link(),
  ],
}
