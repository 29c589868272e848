import { describeShapes } from './describeShapes.ts'

describeShapes({
  name: 'a site with uuid ids in a PostgreSQL schema of its own, without localization and drafts',
  versions: false,
  localized: false,
  without: ['localized-tabs'],
  adapter: { idType: 'uuid', schemaName: 'site' },
})
