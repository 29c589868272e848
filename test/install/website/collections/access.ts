import type { Access } from 'payload'

export const anyone: Access = () => true
export const editors: Access = ({ req }) => Boolean(req.user)
export const editorsOrPublished: Access = ({ req }) => (req.user ? true : { _status: { equals: 'published' } })
