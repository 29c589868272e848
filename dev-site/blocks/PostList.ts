import type { Block } from 'payload'

export const PostList: Block = {
  slug: 'postList',
  interfaceName: 'PostListBlock',
  fields: [
    { name: 'heading', type: 'text', localized: true },
    { name: 'limit', type: 'number', defaultValue: 3, min: 1, max: 12 },
    { name: 'category', type: 'relationship', relationTo: 'categories' },
  ],
}
