import type { CollectionConfig, GlobalConfig, PayloadRequest } from 'payload'
import { hasStateTables } from '../environment/generation.ts'
import { getRequestDatabase } from '../sql/database.ts'
import { upsertEditor } from '../sql/editors.ts'
import { userName } from '../userName.ts'

/** Remembers who saved a staged document last, for the list of changes. */
export const recordCollectionEditors = (collection: CollectionConfig): CollectionConfig => ({
  ...collection,
  hooks: {
    ...collection.hooks,
    afterChange: [
      ...(collection.hooks?.afterChange ?? []),
      async ({ doc, req }) => {
        await record(req, collection.slug, String(doc.id))
        return doc
      },
    ],
  },
})

export const recordGlobalEditors = (global: GlobalConfig): GlobalConfig => ({
  ...global,
  hooks: {
    ...global.hooks,
    afterChange: [
      ...(global.hooks?.afterChange ?? []),
      async ({ doc, req }) => {
        await record(req, `global:${global.slug}`, String(doc.id))
        return doc
      },
    ],
  },
})

const record = async (req: PayloadRequest, entity: string, id: string): Promise<void> => {
  if (!(await hasStateTables(req))) return
  await upsertEditor(await getRequestDatabase(req), entity, id, userName(req) ?? null)
}
