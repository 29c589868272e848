type Members = Record<string, unknown>

/** A query on versions (`version.title`, `parent`) as one on documents. */
export const withoutVersion = <Args extends Members>(args: Args): Args => ({
  ...args,
  ...(args.where ? { where: renameKeys(args.where) } : {}),
  ...(typeof args.sort === 'string' || Array.isArray(args.sort)
    ? { sort: [args.sort].flat().map((path) => String(path).replace(/^(-?)version\./, '$1')) }
    : {}),
  ...(isMembers(args.select) ? { select: isMembers(args.select.version) ? args.select.version : undefined } : {}),
})

const renameKeys = (where: unknown): unknown => {
  if (Array.isArray(where)) return where.map(renameKeys)
  if (!isMembers(where)) return where
  return Object.fromEntries(
    Object.entries(where).map(([key, value]) =>
      ['and', 'or'].includes(key.toLowerCase())
        ? [key, renameKeys(value)]
        : [key === 'parent' ? 'id' : key.replace(/^version\./, ''), value],
    ),
  )
}

const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null
