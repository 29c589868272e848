import type { Block } from 'payload'

/** Shows the objects of a type that editors defined at run time, e.g. all store locations. */
export const ObjectList: Block = {
  slug: 'objectList',
  interfaceName: 'ObjectListBlock',
  fields: [
    { name: 'heading', type: 'text', localized: true },
    { name: 'type', type: 'relationship', relationTo: 'object-types', required: true },
  ],
}
