import { FileStorage, type StorageAdapter } from '@flystorage/file-storage'
import type { CollectionConfig, Config, GlobalConfig } from 'payload'
import { PromoteError } from './errors.ts'
import { listUploadProblems } from './files/listUploadProblems.ts'
import { type PromotedEntity, type PromoteModel, productionSlug, stagingSlug } from './model.ts'
import { parseCollectionOption } from './parseCollectionOption.ts'
import type { PromoteOptions } from './types.ts'

const accessVerbs = ['plan', 'promote', 'snapshot', 'rollback', 'download'] as const
const optionNames = [
  'collections',
  'globals',
  'files',
  'allowPublicStagingFiles',
  'edge',
  'access',
  'servers',
  'onPromoted',
  'disabled',
]

/**
 * Parses the plugin's options against the site's config. Every problem is reported at once.
 * @throws {PromoteError} INVALID_OPTIONS
 */
export const parseOptions = (options: PromoteOptions, config: Config): PromoteModel => {
  const problems: string[] = []
  const collections = new Map((config.collections ?? []).map((c) => [c.slug, c]))
  const globals = new Map((config.globals ?? []).map((g) => [g.slug, g]))

  for (const name of Object.keys(options ?? {}))
    if (!optionNames.includes(name))
      problems.push(`"${name}" is not an option. The options are ${optionNames.join(', ')}.`)

  const promoted: PromotedEntity[] = []
  const separate: PromoteModel['separate'] = []

  for (const [slug, option] of Object.entries(options.collections ?? {})) {
    const collection = collections.get(slug)
    const where = `collections.${slug}`
    if (!collection) {
      problems.push(`${where}: there is no collection "${slug}". ${knownSlugs(collections.keys())}`)
      continue
    }
    const parsed = parseCollectionOption(option, where, problems)
    if (!parsed || parsed.kind === 'shared') continue
    if (collection.auth) problems.push(`${where}: "${slug}" is an auth collection; accounts are shared by both sides.`)
    if ((collection as { _sanitized?: boolean })._sanitized)
      problems.push(`${where}: "${slug}" is already sanitised; pass the collection config itself to buildConfig.`)
    const twin = parsed.kind === 'separate' ? stagingSlug(slug) : productionSlug(slug)
    if (collections.has(twin)) problems.push(`${where}: the twin's slug "${twin}" is taken by another collection.`)
    if (parsed.kind === 'separate') separate.push({ slug, twin, stagingHooks: parsed.stagingHooks })
    else {
      for (const path of parsed.productionOwned) assertOwnedPath(collection, path, where, problems)
      promoted.push({ kind: 'collection', slug, twin, productionOwned: parsed.productionOwned })
    }
  }

  for (const [slug, option] of Object.entries(options.globals ?? {})) {
    const where = `globals.${slug}`
    const twin = productionSlug(slug)
    if (option !== true) problems.push(`${where}: got ${show(option)}; the only value is true.`)
    if (!globals.has(slug)) problems.push(`${where}: there is no global "${slug}". ${knownSlugs(globals.keys())}`)
    if (globals.has(twin)) problems.push(`${where}: the twin's slug "${twin}" is taken by another global.`)
    promoted.push({ kind: 'global', slug, twin, productionOwned: [] })
  }

  if (promoted.length === 0)
    problems.push('collections: nothing is promoted. List at least one collection or global, e.g. { pages: true }.')

  const uploads = promoted.filter((e) => e.kind === 'collection' && collections.get(e.slug)?.upload)
  if (uploads.length > 0 && !options.files)
    problems.push(
      `files: missing, but ${uploads.map((e) => `"${e.slug}"`).join(', ')} holds uploads. ` +
        'Pass a Flystorage adapter, e.g. new LocalStorageAdapter("./production-files").',
    )

  const findUploads = (entities: { slug: string }[]) =>
    entities.flatMap(({ slug }) => collections.get(slug) ?? []).filter(({ upload }) => upload)
  problems.push(
    ...listUploadProblems(
      { promoted: findUploads(uploads), separate: findUploads(separate) },
      { allowPublic: Boolean(options.allowPublicStagingFiles) },
    ),
  )

  problems.push(...edgeProblems(options.edge), ...accessProblems(options.access), ...serverProblems(options.servers))
  if (options.onPromoted !== undefined && typeof options.onPromoted !== 'function')
    problems.push(`onPromoted: got ${show(options.onPromoted)}; it takes a function.`)

  if (problems.length > 0)
    throw new PromoteError(
      'INVALID_OPTIONS',
      `promote(): ${problems.length === 1 ? 'a problem' : `${problems.length} problems`} in the options:\n- ${problems.join('\n- ')}`,
      'Correct the options of promote() in payload.config.ts.',
      { details: problems },
    )

  return {
    promoted,
    separate,
    files: toFileStorage(options.files),
    edge: options.edge?.key
      ? { drainMs: 100, leaseMs: 30_000, whenUnreachable: 'abort', ...options.edge, key: options.edge.key }
      : undefined,
    access: options.access ?? {},
    servers: options.servers,
    onPromoted: options.onPromoted,
  }
}

type AnyField = {
  name?: string
  type: string
  fields?: AnyField[]
  tabs?: AnyField[]
  hasMany?: boolean
  relationTo?: unknown
}

const ownableTypes = [
  'text',
  'textarea',
  'email',
  'code',
  'number',
  'checkbox',
  'date',
  'select',
  'radio',
  'json',
  'point',
]

/** A production-owned field is one column: at the root or in groups and named tabs, not in arrays or blocks. */
const assertOwnedPath = (
  collection: CollectionConfig | GlobalConfig,
  path: string,
  where: string,
  problems: string[],
): void => {
  const find = (fields: AnyField[], segments: string[]): AnyField | undefined => {
    for (const field of fields) {
      const inner = field.fields ?? field.tabs
      if (!field.name && inner) {
        const found = find(inner, segments)
        if (found) return found
      } else if (field.name === segments[0]) {
        if (segments.length === 1) return field
        if (inner && ['group', 'tab', 'tabs'].includes(field.type ?? 'tab')) return find(inner, segments.slice(1))
      }
    }
    return undefined
  }
  const normalize = (fields: AnyField[]): AnyField[] =>
    fields.map((f) => ({
      ...f,
      type: f.type ?? 'tab',
      fields: f.fields && normalize(f.fields),
      tabs: f.tabs && normalize(f.tabs),
    }))
  const field = find(normalize(collection.fields as AnyField[]), path.split('.'))
  if (!field)
    problems.push(
      `${where}.productionOwned: there is no field "${path}" at the root or in a group of "${collection.slug}".`,
    )
  else if (!ownableTypes.includes(field.type) || field.hasMany)
    problems.push(
      `${where}.productionOwned: "${path}" is a ${field.hasMany ? 'hasMany ' : ''}${field.type} field; allowed are ${ownableTypes.join(', ')} without hasMany.`,
    )
}

const edgeProblems = (edge: PromoteOptions['edge']): string[] => {
  if (edge === undefined) return []
  const problems: string[] = []
  if (!URL.canParse(edge.url))
    problems.push(`edge.url: got ${show(edge.url)}; it takes an origin such as "https://www.example.com".`)
  if (edge.key !== undefined) {
    const bytes = edge.key.startsWith('whsec_') ? Buffer.from(edge.key.slice(6), 'base64').length : 0
    if (bytes < 24) problems.push('edge.key: it takes "whsec_" and at least 24 random bytes in base64.')
  }
  for (const name of ['drainMs', 'leaseMs'] as const) {
    const value = edge[name]
    if (value !== undefined && !(Number.isInteger(value) && value >= 0))
      problems.push(`edge.${name}: got ${show(value)}; it takes a whole number of milliseconds.`)
  }
  if (edge.whenUnreachable !== undefined && !['abort', 'continue'].includes(edge.whenUnreachable))
    problems.push(`edge.whenUnreachable: got ${show(edge.whenUnreachable)}; allowed are 'abort' and 'continue'.`)
  return problems
}

const accessProblems = (access: PromoteOptions['access']): string[] =>
  Object.entries(access ?? {}).flatMap(([verb, check]) => {
    if (!(accessVerbs as readonly string[]).includes(verb))
      return [`access.${verb}: not an access check. They are ${accessVerbs.join(', ')}.`]
    return typeof check === 'function' ? [] : [`access.${verb}: got ${show(check)}; it takes a function.`]
  })

const serverProblems = (servers: PromoteOptions['servers']): string[] => {
  const takes = 'it takes a list of addresses such as ["http://10.0.0.1:3000"]'
  if (servers === undefined) return []
  if (!Array.isArray(servers)) return [`servers: got ${show(servers)}; ${takes}.`]
  const isAddress = (server: unknown) =>
    typeof server === 'string' && URL.canParse(server) && ['http:', 'https:'].includes(new URL(server).protocol)
  return servers.filter((server) => !isAddress(server)).map((server) => `servers: got ${show(server)} in it; ${takes}.`)
}

const toFileStorage = (files: PromoteOptions['files']): FileStorage | undefined => {
  if (!files) return undefined
  return typeof (files as FileStorage).statFile === 'function'
    ? (files as FileStorage)
    : new FileStorage(files as StorageAdapter)
}

const knownSlugs = (slugs: Iterable<string>): string => `Known are ${[...slugs].join(', ')}.`
const show = (value: unknown): string => JSON.stringify(value) ?? String(value)
