import type { GlobalConfig } from 'payload'
import { publicGlobal } from '../access.ts'

/** /robots.txt */
export const Robots: GlobalConfig = {
  slug: 'robots',
  label: 'robots.txt',
  access: publicGlobal,
  fields: [
    {
      name: 'rules',
      type: 'array',
      fields: [
        { name: 'userAgent', type: 'text', required: true, defaultValue: '*' },
        { name: 'allow', type: 'text', hasMany: true },
        { name: 'disallow', type: 'text', hasMany: true },
      ],
    },
    { name: 'sitemap', type: 'checkbox', defaultValue: true, label: 'Name the sitemap' },
  ],
}
