import type { Block } from 'payload'

export const Text: Block = {
  slug: 'text',
  interfaceName: 'TextBlock',
  fields: [{ name: 'content', type: 'richText', localized: true, required: true }],
}
