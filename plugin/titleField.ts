import type { FlattenedField } from 'payload'

/** Names of fields that people know a document by, the most telling first. */
const tellingNames = [
  'title',
  'name',
  'label',
  'heading',
  'headline',
  'subject',
  'from',
  'filename',
  'email',
  'username',
  'url',
  'path',
  'slug',
]
const textTypes = ['text', 'textarea', 'email']

type Titled = { admin?: { useAsTitle?: string }; flattenedFields: FlattenedField[] }

/**
 * The field that a document is shown by: the site's own `useAsTitle`, else a text that every reader may read, by its
 * name or because it is the first. Undefined where there is none: only the id is left then.
 */
export const titleField = ({ admin, flattenedFields }: Titled): string | undefined => {
  if (admin?.useAsTitle && admin.useAsTitle !== 'id') return admin.useAsTitle
  const texts = flattenedFields.filter(isOpenText).map(({ name }) => name)
  return tellingNames.find((name) => texts.includes(name)) ?? texts[0]
}

const isOpenText = (field: FlattenedField): boolean => {
  const { name, type, hasMany, hidden, virtual, access } = field as FlattenedField & {
    hasMany?: boolean
    hidden?: boolean
    virtual?: unknown
    access?: { read?: unknown }
  }
  return name !== 'id' && textTypes.includes(type) && !hasMany && !hidden && !virtual && !access?.read
}
