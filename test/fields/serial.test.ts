import { describeShapes } from './describeShapes.ts'

describeShapes({
  name: 'a site with serial ids, two locales and drafts',
  versions: { drafts: true },
  localized: true,
})
