import type { CollectionConfig, Endpoint, Field } from 'payload'

/** A field by name at the root of these fields, whatever rows, unnamed tabs and collapsibles it stands in. */
export const findField = (fields: Field[], name: string): Field | undefined => {
  for (const field of fields) {
    if ('name' in field && field.name === name) return field
    const inner = field.type === 'tabs' ? field.tabs.filter((tab) => !('name' in tab)).flatMap((tab) => tab.fields) : []
    const unnamed = 'fields' in field && !('name' in field && field.name) ? field.fields : inner
    const found = findField(unnamed, name)
    if (found) return found
  }
  return undefined
}

/** The collections that a relation of this name points at; none if there is no such relation. */
export const relationTargets = (fields: Field[], name: string): string[] => {
  const field = findField(fields, name)
  return field && (field.type === 'relationship' || field.type === 'upload') ? [field.relationTo].flat() : []
}

/** Whether a collection has a route of its own, as a plugin adds it. */
export const hasRoute = ({ endpoints }: CollectionConfig, method: Endpoint['method'], path: string): boolean =>
  (endpoints || []).some((endpoint) => endpoint.method === method && endpoint.path === path)
