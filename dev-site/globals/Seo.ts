import type { GlobalConfig } from 'payload'
import { publicGlobal } from '../access.ts'

/** What search engines and link previews show where a document says nothing itself. */
export const Seo: GlobalConfig = {
  slug: 'seo',
  label: 'SEO',
  access: publicGlobal,
  fields: [
    {
      name: 'titleTemplate',
      type: 'text',
      required: true,
      defaultValue: '%s',
      admin: { description: '%s stands for the title of the page' },
    },
    { name: 'description', type: 'textarea', localized: true },
    { name: 'image', type: 'upload', relationTo: 'media' },
  ],
}
