/** What a reference in rich text points at, as a person sees it. */
export type Resolved = { title: string; picture?: string }
export type Resolve = (reference: { collection: string; id: string | number }) => Promise<Resolved>

type Node = {
  type?: string
  fields?: Record<string, unknown>
  relationTo?: string
  value?: unknown
  children?: Node[]
}
type Converter = (args: { node: Node; nodesToHTML: (args: { nodes: Node[] }) => string[] }) => string

/**
 * Rich text as HTML for comparing: uploads as pictures with their file name, related documents and link targets by title,
 * blocks by their fields. Null where there is no text.
 */
export const richTextHTML = async (value: unknown, resolve: Resolve): Promise<string | null> => {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object' || !('root' in value)) return escapeHTML(value)
  const resolved = await resolveReferences((value as { root: Node }).root, resolve)
  const find = (relationTo: unknown, target: unknown): Resolved =>
    resolved.get(keyOf(relationTo, target)) ?? { title: `${relationTo} ${idOf(target)}` }

  const reference: Converter = ({ node }) => {
    const { title, picture } = find(node.relationTo, node.value)
    const img = picture ? `<img src="${escapeHTML(picture)}" alt=""> ` : ''
    return `<p>${img}[${escapeHTML(title)}]</p>`
  }
  const link: Converter = ({ node, nodesToHTML }) => {
    const { url, doc } = (node.fields ?? {}) as { url?: string; doc?: { relationTo: string; value: unknown } }
    const href = doc ? find(doc.relationTo, doc.value).title : (url ?? '')
    return `<a href="${escapeHTML(href)}">${nodesToHTML({ nodes: node.children ?? [] }).join('')}</a>`
  }
  const block: Converter = ({ node }) => {
    const { blockType, blockName: _, id: __, ...fields } = node.fields ?? {}
    const shown = Object.entries(fields).map(
      ([name, of]) => `${name}: ${typeof of === 'object' ? JSON.stringify(of) : of}`,
    )
    return `<p>[${escapeHTML(blockType)}] ${escapeHTML(shown.join(', '))}</p>`
  }
  const converters = ({ defaultConverters }: { defaultConverters: object }) => ({
    ...defaultConverters,
    upload: reference,
    relationship: reference,
    link,
    autolink: link,
    unknown: (args: Parameters<Converter>[0]) =>
      args.node.type === 'block' || args.node.type === 'inlineBlock' ? block(args) : '',
  })
  // Not at the top: Node deadlocks now and then when this entry is loaded before the package's main one, which a site's
  // config loads; their modules form cycles with top-level awaits of lexical's.
  const { convertLexicalToHTML } = await import('@payloadcms/richtext-lexical/html')
  return convertLexicalToHTML({ data: value, disableContainer: true, converters } as unknown as Parameters<
    typeof convertLexicalToHTML
  >[0])
}

const resolveReferences = async (root: Node, resolve: Resolve): Promise<Map<string, Resolved>> => {
  const found = new Map<string, { collection: string; id: string | number }>()
  const visit = (node: Node) => {
    const pointers = [node, node.fields?.doc as Node | undefined]
    for (const pointer of pointers) {
      const id = idOf(pointer?.value)
      if (pointer?.relationTo && (typeof id === 'string' || typeof id === 'number'))
        found.set(keyOf(pointer.relationTo, id), { collection: pointer.relationTo, id })
    }
    for (const child of node.children ?? []) visit(child)
  }
  visit(root)
  const resolved = new Map<string, Resolved>()
  for (const [key, reference] of found) resolved.set(key, await resolve(reference))
  return resolved
}

const keyOf = (relationTo: unknown, value: unknown): string => `${relationTo} ${idOf(value)}`

const idOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? (value as { id?: unknown }).id : value

const escapeHTML = (value: unknown): string => String(value).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
