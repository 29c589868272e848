import type { FileStorage, StorageAdapter } from '@flystorage/file-storage'
import type { CollectionConfig, Payload, PayloadRequest } from 'payload'

export type Environment = 'staging' | 'production'
export type ChangeKind = 'create' | 'update' | 'delete'

/** How one collection takes part. Every collection that is not listed is shared by both environments. */
export type CollectionOption =
  | true
  | 'separate'
  | 'shared'
  | {
      /** Paths of fields whose value belongs to production: never compared, never overwritten, e.g. `['stock']`. */
      productionOwned?: string[]
    }
  | {
      separate: true
      /**
       * The hooks that run for tests made on staging, in place of the collection's own.
       * @default the collection's own but `afterChange`, `afterDelete`, `afterOperation`, and what official plugins
       * charge or send with
       */
      stagingHooks?: CollectionConfig['hooks']
    }

export type AccessCheck = (req: PayloadRequest) => boolean | Promise<boolean>

/**
 * Where a document stands: what its own fields say, and only those that it has. A localized one by locale, e.g.
 * `{ slug: { en: 'about', de: 'ueber-uns' } }`.
 */
export type DocumentAddress = {
  /** Of the field `slug`. */
  slug?: string | Record<string, string>
  /** Of the field `path`, `uri` or `pathname`, else the URL of nested-docs' last breadcrumb. */
  path?: string | Record<string, string>
}

/** One document that a promotion changed. */
export type PromotedChange = {
  /** Slug of the collection; `global:<slug>` for a global. */
  collection: string
  /** Of the document; a global's slug. */
  id: string
  kind: ChangeKind
  /** The document's title in the default locale: `admin.useAsTitle` or another readable text; the id without one. */
  title: string
  /** On production until now. Not there for `create`. */
  before?: DocumentAddress
  /** On production from now on. Not there for `delete`. */
  after?: DocumentAddress
}

export type PromotedEvent = {
  promotionId: string
  /** Production's generation after the commit. */
  generation: number
  changes: PromotedChange[]
  payload: Payload
}

export type PromoteOptions = {
  /**
   * Collections by slug. `true` or `{ productionOwned }`: promoted. `'separate'` or `{ separate: true }`: visitor-born,
   * its own slug is production's. `'shared'`: one set for both environments, as every collection is that isn't listed,
   * but those that official plugins need otherwise (the README's table of known plugins).
   */
  collections: Record<string, CollectionOption>
  /** Promoted globals by slug. Globals that are not listed are shared. */
  globals?: Record<string, true>
  /**
   * Where production's files are kept: any Flystorage adapter, or a `FileStorage`. Required when an upload
   * collection is promoted.
   */
  files?: StorageAdapter | FileStorage
  /**
   * Accepts upload collections whose staged files are served past Payload, from a public bucket or from below the site's
   * `public/` folder: anybody who knows or guesses a URL sees them.
   * @default false
   */
  allowPublicStagingFiles?: boolean
  /** The Worker in front of the site. Without it a promotion runs without a gate. */
  edge?: {
    /** Origin of the public site, e.g. `https://www.example.com`. */
    url: string
    /** The shared secret, `whsec_` and base64 as of Standard Webhooks, at least 24 bytes. */
    key: string | undefined
    /**
     * How long visitors already behind the gate may take to finish, in milliseconds.
     * @default 100
     */
    drainMs?: number
    /**
     * The longest time that the site may stay closed, in milliseconds.
     * @default 30000
     */
    leaseMs?: number
    /**
     * What happens when the Worker can't be reached: `abort` the promotion, or go on without a gate.
     * @default 'abort'
     */
    whenUnreachable?: 'abort' | 'continue'
  }
  /** Who may do what. See the README for the defaults. */
  access?: Partial<Record<'plan' | 'promote' | 'snapshot' | 'rollback' | 'download', AccessCheck>>
  /**
   * The addresses of every app server of the site, e.g. `['http://10.0.0.1:3000', 'http://10.0.0.2:3000']`: after a commit
   * each is called, before the site reopens, and forgets what Next cached. An empty list calls none.
   * @default the site itself: `serverURL`, else `edge.url`, else where somebody who may promote last reached it
   */
  servers?: string[]
  /**
   * Runs once after the commit, before the site reopens, in a request of its own on one of `servers`: Next's
   * `revalidatePath` and `revalidateTag` work in it. Capped at 5 seconds. Its failure is recorded and changes nothing.
   */
  onPromoted?: (event: PromotedEvent) => void | Promise<void>
  /**
   * Keeps the twins and the tables, and does nothing else: no doors, endpoints or view.
   * @default false
   */
  disabled?: boolean
}

/** Something that the plan found and a person should know before promoting. `blocking` ones refuse the promotion. */
export type PlanProblem = {
  code:
    | 'DUPLICATE_VALUE'
    | 'DANGLING_REFERENCE'
    | 'DELETE_REFERENCED'
    | 'FILE_MISSING'
    | 'MIGRATION_MISSING'
    | 'DRIFT'
    | 'ALL_DELETED'
  blocking: boolean
  message: string
  hint: string
  collection?: string
  id?: string
  /** Path of the field, e.g. `layout.2.image`. */
  path?: string
}

export type KindCounts = { create: number; update: number; delete: number }

/** What a promotion would do, pinned to what both sides looked like when it was computed. */
export type Plan = {
  id: string
  /** Hash over all pinned changes: equal plans have equal hashes. */
  hash: string
  /** ISO 8601. */
  computedAt: string
  /** ISO 8601; 24 hours after `computedAt`. */
  expiresAt: string
  /** By slug of the collection, `global:<slug>` for globals. Those without changes are left out. */
  counts: Record<string, KindCounts>
  problems: PlanProblem[]
  /** Number of changes. */
  total: number
  /** True when production has never been filled: the first promotion. */
  first: boolean
}

/** One document's difference. A global's `collection` is `global:<slug>` and its `id` the slug. */
export type Change = {
  collection: string
  id: string
  title: string
  kind: ChangeKind
  /** Of the staged document; of production's for a delete. ISO 8601. */
  updatedAt: string | null
  /** Email of the user who saved the newest version, where versions tell. */
  updatedBy?: string
  drift: boolean
}

export type ChangePage = { docs: Change[]; page: number; limit: number; totalDocs: number; totalPages: number }

export type FieldDifference = {
  /** e.g. `layout.2.heading`. */
  path: string
  /** e.g. `Layout › Hero 3 › Heading`. */
  label: string
  locale?: string
  /** `file`: from and to are `{ url, filename, alt? }`. `html`: prepared rich text. `list`: arrays of titles. */
  type: 'text' | 'html' | 'file' | 'list' | 'json'
  from: unknown
  to: unknown
}

export type PromotionStatus = 'scheduled' | 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'

export type PromotionStep = {
  step: 'check' | 'snapshot' | 'files' | 'apply' | 'close' | 'commit' | 'tell' | 'open'
  status: 'running' | 'done' | 'failed' | 'skipped'
  startedAt: string
  ms?: number
}

/** One app server, and whether it has forgotten what it cached of the content before a promotion. */
export type ServerRefresh = {
  /** Its address, as in the option `servers`. */
  server: string
  status: 'done' | 'failed'
  /** ISO 8601. */
  at: string
  error?: string
}

/** What the site was told of a promotion. */
export type SiteState = {
  servers?: ServerRefresh[]
  /** `onPromoted`, where the site has one. */
  hook?: { status: 'running' | 'done' | 'failed'; at: string; error?: string }
}

/** The record of making production equal staging for a plan's changes. */
export type Promotion = {
  id: string
  kind: 'promotion' | 'rollback' | 'restore'
  status: PromotionStatus
  planId: string | null
  note: string | null
  counts: Record<string, KindCounts>
  total: number
  steps: PromotionStep[]
  /** How long the gate was closed; undefined without a gate or before it reopened. */
  windowMs?: number
  /** Production's generation after the commit. */
  generation?: number
  snapshotId?: string
  /** Documents that the plan would have deleted and that were kept on production. */
  kept?: DocumentKey[]
  error?: { code: string; message: string; hint: string; details?: unknown }
  /** What went wrong after the commit, e.g. a failing `onPromoted`. The promotion stands. */
  warnings: string[]
  /** What the site's servers were told. What failed is among `warnings` until it is mended. */
  site?: SiteState
  createdBy?: string
  createdAt: string
  startedAt?: string
  finishedAt?: string
}

/** A recorded, restorable state of production. */
export type Snapshot = {
  id: string
  label: string
  /** Documents and globals held. */
  documents: number
  rows: number
  bytes: number
  generation: number
  createdBy?: string
  createdAt: string
}

/** A document by its collection's slug and id; a global by `global:<slug>` and its slug. */
export type DocumentKey = { collection: string; id: string }

export type PromoteRequest = {
  planId: string
  /** `true` or a label: take a snapshot of production first. */
  snapshot?: boolean | string
  note?: string
  /** Documents that the plan would delete and that are to stay on production. */
  keep?: DocumentKey[]
  /**
   * Whether to replace documents that were changed on production since the last promotion.
   * @default false
   */
  overwriteDrift?: boolean
  /** Collections of which every document may go from production. */
  deleteAll?: string[]
}
