import type { CollectionConfig } from 'payload'
import { isAdmin, isAdminField, isAdminUser } from '../access.ts'

export const Users: CollectionConfig = {
  slug: 'users',
  auth: true,
  access: {
    admin: isAdminUser,
    create: isAdmin,
    read: isAdminUser,
    update: ({ req, id }) => isAdmin({ req }) || (req.user !== null && req.user.id === id),
    delete: isAdmin,
  },
  admin: { useAsTitle: 'name', defaultColumns: ['name', 'email', 'role'] },
  defaultPopulate: { name: true, avatar: true },
  fields: [
    { name: 'name', type: 'text', required: true },
    {
      name: 'role',
      type: 'select',
      required: true,
      defaultValue: 'viewer',
      saveToJWT: true,
      options: ['admin', 'editor', 'viewer'],
      access: { update: isAdminField },
    },
    { name: 'avatar', type: 'upload', relationTo: 'media' },
  ],
}
