import { formBuilderPlugin } from '@payloadcms/plugin-form-builder'
import type { CollectionBeforeChangeHook } from 'payload'
import { publicContent, visitorData } from '../access.ts'

/**
 * Notes where a submission goes, by the form and the integrations of the environment that received it. A worker
 * would deliver from this list.
 */
const noteDestinations: CollectionBeforeChangeHook = async ({ data, operation, req }) => {
  if (operation !== 'create' || !data.form) return data
  const form = await req.payload.findByID({ collection: 'forms', id: data.form, depth: 1, req })
  const integrations = (form.integrations ?? []).filter((integration) => typeof integration === 'object')
  return { ...data, destinations: integrations.filter(({ enabled }) => enabled).map(({ name }) => name) }
}

/** `forms` and `form-submissions`, of @payloadcms/plugin-form-builder. */
export const formBuilder = formBuilderPlugin({
  fields: { text: true, textarea: true, email: true, number: true, select: true, checkbox: true, message: true },
  redirectRelationships: ['pages'],
  formOverrides: {
    access: publicContent,
    fields: ({ defaultFields }) => [
      ...defaultFields,
      { name: 'integrations', type: 'relationship', relationTo: 'integrations', hasMany: true },
    ],
  },
  formSubmissionOverrides: {
    access: visitorData,
    hooks: { beforeChange: [noteDestinations] },
    fields: ({ defaultFields }) => [
      ...defaultFields,
      { name: 'destinations', type: 'text', hasMany: true, admin: { readOnly: true } },
    ],
  },
})
