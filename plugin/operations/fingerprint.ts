import { createHash } from 'node:crypto'
import type { Payload } from 'payload'
import { listPromotedTables } from '../sql/tablePairs.ts'

/** Fingerprint of the promoted content model: tables, columns and types. A plan holds for one content model only. */
export const fingerprint = (payload: Payload): string => {
  const model = listPromotedTables(payload).map(({ key, tables }) => [
    key,
    tables.map((pair) => [pair.name, pair.columns.map((c) => [c.target, c.raw.type]), pair.owned.map((c) => c.target)]),
  ])
  return createHash('sha256').update(JSON.stringify(model)).digest('hex')
}
