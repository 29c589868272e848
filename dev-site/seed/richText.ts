// Builds rich text as the editor stores it.
import { randomBytes } from 'node:crypto'
import type { Post } from '../payload-types.ts'

type RichText = Post['content']
type Node = { type: string; version: number; [key: string]: unknown }
type Inline = string | Node
type Linkable = 'pages' | 'posts' | 'products'

/** Ids as Payload makes them for blocks and links inside rich text. */
const createId = () => randomBytes(12).toString('hex')
const block = { direction: 'ltr', format: '', indent: 0, version: 1 } as const
const toInline = (part: Inline): Node =>
  typeof part === 'string'
    ? { type: 'text', text: part, detail: 0, format: 0, mode: 'normal', style: '', version: 1 }
    : part

export const bold = (text: string): Node => ({ ...toInline(text), type: 'text', version: 1, format: 1 })

export const linkTo = (relationTo: Linkable, value: number, text: string): Node => ({
  ...block,
  type: 'link',
  version: 3,
  id: createId(),
  fields: { linkType: 'internal', newTab: false, doc: { relationTo, value } },
  children: [toInline(text)],
})

export const paragraph = (...parts: Inline[]): Node => ({
  ...block,
  type: 'paragraph',
  textFormat: 0,
  textStyle: '',
  children: parts.map(toInline),
})

export const heading = (text: string, tag: 'h2' | 'h3' = 'h2'): Node => ({
  ...block,
  type: 'heading',
  tag,
  children: [toInline(text)],
})

export const list = (...items: string[]): Node => ({
  ...block,
  type: 'list',
  listType: 'bullet',
  start: 1,
  tag: 'ul',
  children: items.map((item, index) => ({ ...block, type: 'listitem', value: index + 1, children: [toInline(item)] })),
})

export const upload = (value: number, caption: string): Node => ({
  type: 'upload',
  version: 3,
  format: '',
  id: createId(),
  relationTo: 'media',
  value,
  fields: { caption },
})

export const relatedDocument = (relationTo: 'posts' | 'products', value: number): Node => ({
  type: 'relationship',
  version: 2,
  format: '',
  relationTo,
  value,
})

export const embed = (blockType: 'note' | 'productCard', fields: Record<string, unknown>): Node => ({
  type: 'block',
  version: 2,
  format: '',
  fields: { id: createId(), blockName: '', blockType, ...fields },
})

export const richText = (...nodes: (Node | string)[]): RichText => ({
  root: { ...block, type: 'root', children: nodes.map((node) => (typeof node === 'string' ? paragraph(node) : node)) },
})
