import { describeShapes } from './describeShapes.ts'

describeShapes({
  name: 'a site with a status for each locale',
  versions: { drafts: { localizeStatus: true } },
  localized: true,
  config: { experimental: { localizeStatus: true } } as never,
})
