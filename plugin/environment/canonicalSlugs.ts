/** Gives polymorphic relations of what was read from twins their canonical slugs back: `relationTo: "pages"`. */
export const canonicalSlugs = (value: unknown, slugs: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => canonicalSlugs(item, slugs))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  const renamed: Record<string, unknown> = {}
  for (const [key, inner] of Object.entries(value)) renamed[key] = canonicalSlugs(inner, slugs)
  if (typeof renamed.relationTo === 'string' && 'value' in renamed)
    renamed.relationTo = slugs.get(renamed.relationTo) ?? renamed.relationTo
  return renamed
}
