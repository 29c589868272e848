import { describeShapes } from './describeShapes.ts'

describeShapes({
  name: 'a site with blocks as JSON and drafts',
  versions: { drafts: true },
  localized: true,
  adapter: { blocksAsJSON: true },
})
