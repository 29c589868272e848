import { createHash } from 'node:crypto'
import type { PromotedTables } from './tablePairs.ts'

/** Grows when documents are hashed in another way. */
const hashVersion = 2

/**
 * What hashes of an entity's documents depend on. Hashes from before a field was added or removed say nothing about
 * those from after it.
 */
export const contentModel = ({ tables }: PromotedTables): string =>
  createHash('sha256')
    .update(JSON.stringify([hashVersion, tables.map((t) => [t.name, t.compared.map((c) => [c.target, c.raw.type])])]))
    .digest('hex')
    .slice(0, 16)
