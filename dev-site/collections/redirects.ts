import { redirectsPlugin } from '@payloadcms/plugin-redirects'
import { publicContent } from '../access.ts'

/** `redirects`, of @payloadcms/plugin-redirects. */
export const redirects = redirectsPlugin({
  collections: ['pages', 'posts', 'products'],
  overrides: { access: publicContent, admin: { useAsTitle: 'from' } },
})
