import type { PromotedEntity } from '../model.ts'

/**
 * Whether what is to be written is production's own alone: `{ stock: { $inc: -1 } }`, `{ shop: { price: 3 } }`. An
 * adapter's operators (`$inc`) are values.
 */
export const writesOnlyOwned = ({ productionOwned }: PromotedEntity, data: unknown): boolean => {
  const paths = pathsOf(data)
  return paths.length > 0 && paths.every((path) => productionOwned.includes(path))
}

const pathsOf = (data: unknown, prefix = ''): string[] =>
  isGroup(data)
    ? Object.entries(data).flatMap(([name, value]) =>
        isGroup(value) ? pathsOf(value, `${prefix}${name}.`) : [`${prefix}${name}`],
      )
    : []

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Date) &&
  !Object.keys(value).some((key) => key.startsWith('$'))
