import { type Database, own } from './database.ts'

/** Remembers who saved a staged document last. */
export const upsertEditor = async (
  db: Database,
  entity: string,
  docId: string,
  email: string | null,
): Promise<void> => {
  await db.query(
    `insert into ${own(db, 'promote_editors')} (entity, doc_id, email, at) values ($1, $2, $3, now())
     on conflict (entity, doc_id) do update set email = excluded.email, at = excluded.at`,
    [entity, docId, email],
  )
}
