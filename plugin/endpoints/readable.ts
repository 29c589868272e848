import type { PayloadRequest } from 'payload'
import { configOf, listPromotedTables } from '../sql/tablePairs.ts'

/** Keys of the promoted collections and globals whose documents the user may read without conditions. */
export const listReadableEntities = async (req: PayloadRequest): Promise<string[]> => {
  const readable: string[] = []
  for (const { key, entity } of listPromotedTables(req.payload)) {
    const access = configOf(req.payload, entity).access.read as (args: unknown) => unknown
    // A conditional right (a `where`) shows the list of changes; each document's differences are checked on its own.
    if (await access({ req })) readable.push(key)
  }
  return readable
}
