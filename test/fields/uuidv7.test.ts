import { describeShapes } from './describeShapes.ts'

describeShapes({
  name: 'a site with ids that the application makes, as uuids in the order of time (7.18)',
  versions: true,
  localized: true,
  adapter: { idType: 'uuidv7' },
})
