import type { GlobalConfig } from 'payload'
import { publicGlobal } from '../access.ts'
import { link } from '../fields/link.ts'

export const Header: GlobalConfig = {
  slug: 'header',
  access: publicGlobal,
  fields: [
    { name: 'siteName', type: 'text', required: true, defaultValue: 'Acme Coffee Roasters' },
    { name: 'logo', type: 'upload', relationTo: 'media' },
    { name: 'announcement', type: 'text', localized: true },
    { name: 'nav', type: 'array', maxRows: 7, fields: [link()] },
  ],
}
