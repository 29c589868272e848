import type { CollectionConfig, Field } from 'payload'

const text = (name: string, index = false): Field => ({ name, type: 'text', index })
const json = (name: string): Field => ({ name, type: 'json' })
const number = (name: string, index = false): Field => ({ name, type: 'number', index })

/** What records of ours have in common: written by operations only, seen through `/api/promote/*` and its checks. */
const record = (slug: string, fields: Field[]): CollectionConfig => ({
  slug,
  fields,
  access: { create: deny, read: deny, update: deny, delete: deny },
  admin: { hidden: true },
  graphQL: false,
  lockDocuments: false,
  disableDuplicate: true,
})

const deny = () => false

export const promotionsSlug = 'content-promotions'
export const snapshotsSlug = 'content-snapshots'

/** The history of promotions. A committed one has its `generation` set, in the swap's own transaction. */
export const contentPromotions: CollectionConfig = record(promotionsSlug, [
  text('kind'),
  text('status', true),
  text('planId'),
  text('note'),
  json('counts'),
  number('total'),
  json('steps'),
  number('windowMs'),
  number('generation', true),
  text('snapshotId'),
  json('kept'),
  json('error'),
  json('warnings'),
  json('site'),
  text('createdBy'),
  { name: 'startedAt', type: 'date' },
  { name: 'finishedAt', type: 'date' },
])

/** Snapshots of production; their rows are in `promote_images`. */
export const contentSnapshots: CollectionConfig = record(snapshotsSlug, [
  text('label'),
  number('documents'),
  number('rows'),
  number('bytes'),
  number('generation'),
  text('createdBy'),
])
