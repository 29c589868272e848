import type { CollectionConfig } from 'payload'
import { visitorData } from '../access.ts'

export const AnalyticsEvents: CollectionConfig = {
  slug: 'analytics-events',
  access: visitorData,
  admin: { useAsTitle: 'path', defaultColumns: ['kind', 'path', 'at'] },
  fields: [
    { name: 'kind', type: 'select', required: true, options: ['pageview', 'order', 'submission'] },
    { name: 'path', type: 'text', required: true },
    { name: 'at', type: 'date', required: true, index: true },
  ],
}
