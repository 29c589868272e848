/** What the plugin knows of the site's app servers: where they are, and what they were told of each promotion. */
import type { SiteState } from '../types.ts'
import { type Database, own } from './database.ts'

/** Where the site was last reached by somebody who may promote. */
export const selectSiteOrigin = async (db: Database): Promise<string | undefined> => {
  const { rows } = await db.query<{ origin: string | null }>(
    `select site_origin as origin from ${own(db, 'promote_state')} where id = 1`,
  )
  return rows[0]?.origin ?? undefined
}

export const updateSiteOrigin = async (db: Database, origin: string): Promise<void> => {
  await db.query(
    `insert into ${own(db, 'promote_state')} (id, site_origin) values (1, $1)
     on conflict (id) do update set site_origin = excluded.site_origin`,
    [origin],
  )
}

/** Writes what is known now of a promotion's servers or hook; the other part stays. */
export const mergeSiteState = async (db: Database, promotion: string, state: Partial<SiteState>): Promise<void> => {
  await db.query(
    `update ${own(db, 'content_promotions')} set site = coalesce(site, '{}'::jsonb) || $2::jsonb where id::text = $1`,
    [promotion, JSON.stringify(state)],
  )
}

/**
 * Takes the right to run a committed promotion's hook: once for all servers, and again when it failed or its server died.
 * Returns false when it has run, is running, or there is no such promotion.
 */
export const claimHook = async (db: Database, promotion: string, deadAfterSeconds: number): Promise<boolean> => {
  const { rowCount } = await db.query(
    `update ${own(db, 'content_promotions')}
     set site = coalesce(site, '{}'::jsonb) || jsonb_build_object('hook', jsonb_build_object('status', 'running', 'at', now()))
     where id::text = $1 and generation is not null
       and (site -> 'hook' is null or site -> 'hook' ->> 'status' = 'failed'
         or (site -> 'hook' ->> 'status' = 'running'
           and (site -> 'hook' ->> 'at')::timestamptz < now() - make_interval(secs => $2)))`,
    [promotion, deadAfterSeconds],
  )
  return rowCount === 1
}

/** The last promotion that was committed: what the site should show. */
export const selectLastCommitted = async (db: Database): Promise<string | undefined> => {
  const { rows } = await db.query<{ id: string }>(
    `select id::text as id from ${own(db, 'content_promotions')}
     where generation is not null order by generation desc limit 1`,
  )
  return rows[0]?.id
}
