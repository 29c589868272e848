'use client'
export { Migration } from '../admin/Migration.tsx'
