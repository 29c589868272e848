import type { TablePair } from './tablePairs.ts'

export type Side = 'source' | 'target'

/** A table and those above it, up to its document's. Names are qualified and quoted. */
export type TableChain = Pick<TablePair, Side | 'parentColumn'> & { parent: TableChain | undefined }

/** A table's rows with the id of the document they belong to, joined up the chain of parents. */
export const fromWithRoot = (pair: TableChain, side: Side, alias: string): { from: string; rootId: string } => {
  let from = `${pair[side]} ${alias}`
  let current = pair
  let currentAlias = alias
  for (let depth = 1; current.parent; depth++) {
    if (!current.parent.parent) return { from, rootId: `${currentAlias}.${current.parentColumn}` }
    const parentAlias = `${alias}_p${depth}`
    from += `\n    join ${current.parent[side]} ${parentAlias} on ${parentAlias}."id" = ${currentAlias}.${current.parentColumn}`
    current = current.parent
    currentAlias = parentAlias
  }
  return { from, rootId: `${alias}."id"` }
}
