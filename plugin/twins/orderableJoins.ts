import type { Config, Field, JoinField } from 'payload'

type Visit = (join: JoinField, orderField: string) => void

/**
 * Visits every orderable join below `fields` with the name of the field that Payload adds to the joined collection to
 * keep the order in: `_posts_group_join_order`.
 */
const visitOrderableJoins = (fields: Field[], visit: Visit, prefix = ''): void => {
  for (const field of fields) {
    if (field.type === 'join' && field.orderable && typeof field.collection === 'string')
      visit(field, `_${field.collection}_${prefix}${field.name}_order`)
    else if (field.type === 'tabs')
      for (const tab of field.tabs)
        visitOrderableJoins(tab.fields, visit, 'name' in tab && tab.name ? `${prefix}${tab.name}_` : prefix)
    else if (field.type === 'group' && 'name' in field && field.name)
      visitOrderableJoins(field.fields, visit, `${prefix}${field.name}_`)
    else if (['group', 'row', 'collapsible'].includes(field.type) && 'fields' in field)
      visitOrderableJoins(field.fields, visit, prefix)
  }
}

/** The order is kept under the same name on both sides: a twin's joins sort by it, and add no field of their own. */
export const sortByCanonicalOrder = (fields: Field[]): void =>
  visitOrderableJoins(fields, (join, orderField) => {
    join.defaultSort ??= orderField
    delete join.orderable
  })

/** Fields that joins of other collections keep their order in, for the twin of the collection that they join. */
export const orderFields = (config: Config, slug: string): Field[] => {
  const names = new Set<string>()
  for (const { fields } of config.collections ?? [])
    visitOrderableJoins(fields, (join, orderField) => {
      if (join.collection === slug) names.add(orderField)
    })
  return [...names].map((name) => ({ name, type: 'text', index: true, admin: { hidden: true, disabled: true } }))
}
