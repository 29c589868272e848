import * as collections from './collections.ts'
import { localizedTabs, names, nesting, sharing } from './nesting.ts'
import { relations } from './relations.ts'
import { richTexts } from './richText.ts'
import { scalars } from './scalars.ts'
import type { ShapeGroup } from './shape.ts'

export { sharedBlocks } from './nesting.ts'

const { idFor, ...whole } = collections

export { idFor }

export const shapeGroups: ShapeGroup[] = [
  scalars,
  relations,
  nesting,
  sharing,
  localizedTabs,
  names,
  richTexts,
  ...Object.values(whole),
]
