import type { Block } from 'payload'

/** A boxed remark inside rich text. */
export const Note: Block = {
  slug: 'note',
  interfaceName: 'NoteBlock',
  fields: [
    { name: 'text', type: 'textarea', required: true },
    { name: 'tone', type: 'select', defaultValue: 'info', options: ['info', 'tip', 'warning'] },
  ],
}
