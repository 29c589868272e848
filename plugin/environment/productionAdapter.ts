import type { FlattenedField, Payload, PayloadRequest } from 'payload'
import { findCollection, getCollection } from '../getCollection.ts'
import { collectionTwins, getModel, type PromotedEntity } from '../model.ts'
import { blobsField } from '../sql/files.ts'
import { entityKey } from '../sql/tablePairs.ts'
import { canonicalSlugs } from './canonicalSlugs.ts'
import { isFilled } from './generation.ts'
import { type Mapping, mapJoins, mapWhere } from './mapQuery.ts'
import { withoutVersion } from './withoutVersion.ts'
import { writesOnlyOwned } from './writesOnlyOwned.ts'

type Args = Record<string, unknown> & {
  collection?: string
  global?: string
  slug?: string
  req?: Partial<PayloadRequest>
}
type Method = (args: Args) => Promise<unknown>
type Adapter = Record<PropertyKey, unknown>
type Kind = PromotedEntity['kind']

const noVersions = {
  docs: [],
  totalDocs: 0,
  totalPages: 1,
  page: 1,
  pagingCounter: 1,
  hasNextPage: false,
  hasPrevPage: false,
  nextPage: null,
  prevPage: null,
}

/**
 * The site's adapter as production has it: reads of promoted collections and globals go to their twins' tables. What is
 * asked speaks of canonical slugs, and so does what is answered. Production has no versions. A write of nothing but
 * production-owned fields, as a shop's payment makes it, is production's. Everything else is the site's own.
 */
export const productionAdapter = (payload: Payload): Payload['db'] => {
  const db = payload.db as unknown as Adapter & Record<string, Method>
  const own: Record<string, Method> = {}
  const reader = readerOfTwins(payload)
  const { toTwin, toCanonical } = createMapping(payload)

  const read = async (method: string, entity: PromotedEntity, args: Args): Promise<unknown> =>
    toCanonical(await (reader[method] as Method).call(reader, toTwin(entity, args)))
  const answer = (kind: Kind, method: string, instead: (entity: PromotedEntity, args: Args) => unknown): void => {
    own[method] = async (args) => {
      const entity = await findFilled(payload, kind, args)
      return entity ? instead(entity, args) : db[method]!(args)
    }
  }

  for (const method of ['find', 'findOne', 'findDistinct', 'count'])
    answer('collection', method, (entity, args) => read(method, entity, args))
  answer('collection', 'queryDrafts', (entity, args) => read('find', entity, withoutVersion(args)))
  answer('collection', 'updateOne', (entity, args) =>
    db.updateOne!(writesOnlyOwned(entity, args.data) ? { ...args, collection: entity.twin } : args),
  )
  answer('global', 'findGlobal', async (entity, args) => {
    const doc = (await read('findGlobal', entity, args)) as Record<string, unknown>
    return 'globalType' in doc ? { ...doc, globalType: entity.slug } : doc
  })
  answer('collection', 'findVersions', () => structuredClone(noVersions))
  answer('collection', 'countVersions', () => ({ totalDocs: 0 }))
  answer('global', 'findGlobalVersions', () => structuredClone(noVersions))
  answer('global', 'countGlobalVersions', () => ({ totalDocs: 0 }))

  return new Proxy(payload.db, {
    get: (target, property) =>
      Object.hasOwn(own, property) ? own[property as string] : Reflect.get(target, property, target),
  })
}

/** Payload names a global's slug as its `collection` too where it looks for versions: the method says what is meant. */
const findFilled = async (payload: Payload, kind: Kind, args: Args): Promise<PromotedEntity | undefined> => {
  const slug = kind === 'collection' ? args.collection : (args.global ?? args.slug)
  const entity = getModel(payload.config).promoted.find((e) => e.kind === kind && e.slug === slug)
  const req = { payload, transactionID: args.req?.transactionID } as PayloadRequest
  return entity && (await isFilled(req, entityKey(entity))) ? entity : undefined
}

/**
 * Payload's adapter looks a block up in `config.blocks` before it asks the field: a twin's rows would be read as those of
 * staging's block of that name, whose relations lead elsewhere. Twins hold all their blocks themselves, so reads of them
 * see a config without any.
 */
const readerOfTwins = (payload: Payload): Adapter => {
  const withoutBlocks = Object.create(payload, { blocks: { value: {} } }) as Payload
  return Object.create(payload.db, { payload: { value: withoutBlocks } }) as Adapter
}

const createMapping = (payload: Payload) => {
  const { config } = payload
  const twins = collectionTwins(getModel(config))
  const slugs = new Map([...twins].map(([slug, twin]) => [twin, slug]))
  const mappingOf = (fields: FlattenedField[]): Mapping => ({ config, twins, fields })
  const fieldsOf = ({ kind, slug }: PromotedEntity): FlattenedField[] =>
    kind === 'collection'
      ? getCollection(payload, slug).config.flattenedFields
      : (payload.globals.config.find((global) => global.slug === slug)?.flattenedFields ?? [])

  const toTwin = (entity: PromotedEntity, args: Args): Args => ({
    ...args,
    ...(entity.kind === 'collection' ? { collection: entity.twin } : { slug: entity.twin }),
    ...(args.where ? { where: mapWhere(args.where, mappingOf(fieldsOf(entity))) } : {}),
    ...(args.joins ? { joins: mapJoins(args.joins, (path) => mappingOf(joinedFields(payload, entity, path))) } : {}),
    ...(isUpload(payload, entity) ? { select: withBlobs(args.select) } : {}),
  })
  return { toTwin, toCanonical: (found: unknown) => canonicalSlugs(found, slugs) }
}

const joinedFields = (payload: Payload, { slug }: PromotedEntity, path: string): FlattenedField[] => {
  const { joins, polymorphicJoins } = getCollection(payload, slug).config
  const join = [...Object.values(joins).flat(), ...polymorphicJoins].find(({ joinPath }) => joinPath === path)
  return [join?.field.collection ?? []]
    .flat()
    .flatMap((joined) => findCollection(payload, joined)?.config.flattenedFields ?? [])
}

const isUpload = (payload: Payload, { kind, slug }: PromotedEntity): boolean =>
  kind === 'collection' && Boolean(getCollection(payload, slug).config.upload)

/** The blobs' hashes are read with every upload: its URLs carry them. */
const withBlobs = (select: unknown): unknown =>
  typeof select === 'object' && select !== null && Object.values(select).some((member) => member !== false)
    ? { ...select, [blobsField]: true }
    : select
